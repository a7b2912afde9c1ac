public import HTTPCore

/// Everything that whoever starts the service may choose.
public struct ServiceConfiguration: Sendable {
  /// Address, port and the limits of the HTTP layer.
  public var http: HTTPConfiguration
  /// The directory with `devices` and `kernels`.
  public var profileDirectory: String
  /// How the directory is watched; nil leaves only `reload()` and SIGHUP.
  public var watch: WatchTiming? = WatchTiming()
  public var limits = APILimits()
  /// How the service's own log lines look; they go to standard error.
  public var log = LogFormat.text
  /// How access log lines look; they go to standard output. Nil writes none.
  public var accessLog: LogFormat? = .text
  /// A file of bearer tokens, one a line, of which every POST must bring one; nil asks for none. Read
  /// once, at the start.
  public var tokenFile: String?
  /// Origins whose pages may read answers in a browser, `*` for all; empty for none.
  public var crossOrigins: [String] = []
  /// Time for `/readyz` to be noticed before connections are refused, at the end.
  public var drainDelay: Duration = .zero
  /// Time for running requests to finish, at the end; what is left is cut.
  public var drainTime: Duration = .seconds(30)

  public init(http: HTTPConfiguration = HTTPConfiguration(), profileDirectory: String) {
    self.http = http
    self.http.serverName = self.http.serverName ?? "opmeter/\(OpmeterVersion.current)"
    self.profileDirectory = profileDirectory
  }
}

/// Why the service cannot start.
public enum ServiceError: Error, Equatable, Sendable {
  /// The profiles are refused; the text names file, JSON path and reason.
  case profiles(directory: String, reason: String)
  case http(HTTPServerError)
  case tokens(file: String, reason: String)
}

extension ServiceError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .profiles(let directory, let reason):
      "The profiles in '\(directory)' are refused. \(reason)"
    case .http(let error): error.description
    case .tokens(let file, let reason): "The token file '\(file)' is refused: \(reason)."
    }
  }
}
