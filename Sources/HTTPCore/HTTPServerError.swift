import Glibc

/// Why a server could not start.
public enum HTTPServerError: Error, Equatable, Sendable {
  case unknownHost(String, reason: String)
  /// `code` is the `errno` of the call that failed.
  case cannotListen(host: String, port: Int, call: String, code: Int32)
  case alreadyStarted
}

extension HTTPServerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownHost(let host, let reason): "The host '\(host)' is not known: \(reason)."
    case .cannotListen(let host, let port, let call, let code):
      "Cannot listen on \(host) port \(port): \(call): \(String(cString: strerror(code)))."
    case .alreadyStarted: "The server was started before."
    }
  }
}
