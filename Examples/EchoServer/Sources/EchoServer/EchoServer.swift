import Dispatch
import Foundation
import HTTPCore

/// A server of four routes, for people who want to see HTTPCore alone and for conformance suites.
@main
struct EchoServer {
  static func main() throws {
    let options = Options(arguments: CommandLine.arguments.dropFirst())
    let server = HTTPServer(
      configuration: HTTPConfiguration(host: options.host, port: options.port),
      router: EchoRoutes.router())
    let port = try server.start()
    print("Listening on http://\(options.host):\(port)")
    // Into a pipe, a line would wait for a full buffer.
    fflush(nil)
    waitForTermination(of: server)
  }

  /// The first SIGTERM or SIGINT drains, the second one ends at once.
  private static func waitForTermination(of server: HTTPServer) {
    let sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
      source.setEventHandler {
        signal(number, SIG_DFL)
        server.drain(deadline: .seconds(5)) { isClean in exit(isClean ? 0 : 1) }
      }
      source.activate()
      return source
    }
    withExtendedLifetime(sources) { dispatchMain() }
  }
}

/// `--host` and `--port`.
struct Options {
  var host = "127.0.0.1"
  var port = 8080

  init(arguments: ArraySlice<String>) {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { Self.usage() }
      switch name {
      case "--host": host = value
      case "--port":
        guard let number = Int(value), (0...65_535).contains(number) else { Self.usage() }
        port = number
      default: Self.usage()
      }
    }
  }

  private static func usage() -> Never {
    FileHandle.standardError.write(
      Data("usage: EchoServer [--host ADDRESS] [--port NUMBER]\n".utf8))
    exit(2)
  }
}
