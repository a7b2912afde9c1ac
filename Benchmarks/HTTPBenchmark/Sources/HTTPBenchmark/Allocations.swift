import Foundation

/// Heap allocations per request, which do not depend on the machine or its load: the difference between two
/// runs under valgrind, over the difference of their requests.
enum Allocations {
  static func measure() throws {
    for path in ["/healthz"] {
      let few = try allocations(requests: 500, path: path)
      let many = try allocations(requests: 2_500, path: path)
      print(
        "GET \(path): \(String(format: "%.1f", Double(many - few) / 2_000)) allocations per request"
      )
    }
  }

  /// All allocations of a server's life that answered so many requests on one connection.
  private static func allocations(requests: Int, path: String) throws -> Int {
    let log = NSTemporaryDirectory() + "http-benchmark-valgrind.log"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let server = try ServerProcess(
      "core", under: ["valgrind", "--tool=memcheck", "--leak-check=no", "--log-file=\(log)"])
    _ = try run([
      "h2load", "--h1", "-c1", "-m1", "-n\(requests)", "http://127.0.0.1:\(server.port)\(path)",
    ])
    server.stop()
    let text = try String(contentsOfFile: log, encoding: .utf8)
    guard let line = text.split(separator: "\n").first(where: { $0.contains("total heap usage") }),
      let words = line.components(separatedBy: "usage: ").last?.split(separator: " "),
      let count = words.first.flatMap({ Int($0.replacingOccurrences(of: ",", with: "")) })
    else { throw BenchmarkError.toolMissing("valgrind") }
    return count
  }
}
