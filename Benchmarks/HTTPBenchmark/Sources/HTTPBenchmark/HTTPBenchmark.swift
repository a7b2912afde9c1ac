import Foundation

/// Prints what a request costs the server, beside baselines in the same run.
///
/// CPU per request (user and system time of the server over its requests) is steadier than requests per
/// second, and the ratio to a baseline measured a moment earlier is steadier still: compare ratios, not
/// microseconds, between machines. Needs `wrk` and `h2load`; measures nginx too where it is installed.
///
///     swift run -c release HTTPBenchmark                 # the table
///     swift run -c release HTTPBenchmark --allocations   # heap allocations per request
@main
struct HTTPBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "serve": try Servers.serve(arguments[1])
    case "--allocations": try Allocations.measure()
    case nil: try Comparison.run(rounds: 3)
    default:
      print("usage: HTTPBenchmark [--allocations]")
      exit(2)
    }
  }
}
