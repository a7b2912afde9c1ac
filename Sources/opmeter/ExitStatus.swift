#if canImport(Glibc)
  import Glibc
#endif

/// What the program exits with: the contract that pipelines rely on.
enum ExitStatus: Int32 {
  case passed = 0
  case budgetFailed = 1
  case badInput = 2
  case serverUnavailable = 3
}

/// A command that ends with a sentence and a status.
struct CommandFailure: Error {
  var status: ExitStatus
  var message: String
  /// The parameter of a request that is to blame, where a problem names one.
  var parameter: String?

  static func badInput(_ message: String) -> CommandFailure {
    CommandFailure(status: .badInput, message: message)
  }

  static func serverUnavailable(_ message: String) -> CommandFailure {
    CommandFailure(status: .serverUnavailable, message: message)
  }
}

func printToStandardError(_ line: String) { write(line, to: STDERR_FILENO) }

/// At once, also into a pipe: whoever started the program waits for this line.
func printLine(_ line: String) { write(line, to: STDOUT_FILENO) }

private func write(_ line: String, to descriptor: Int32) {
  let bytes = Array((line + "\n").utf8)
  _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
}
