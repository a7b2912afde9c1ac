import Foundation

/// Heap allocations of the server per request: the same on every machine and under every load, so that a
/// limit can be set that fails when a change adds one.
enum Allocations {
  static func measure() throws {
    var isWithinLimits = true
    let server = try ServerProcess("core")
    defer { server.stop() }
    for (name, limit, options) in [
      ("GET /healthz, HTTP/1.1", 3.1, ["--h1", "-m1", "/healthz"]),
      ("GET /healthz, HTTP/2", 12.1, ["-m1", "/healthz"]),
      (
        "POST /echo of 5 KB, HTTP/1.1", 4.1, ["--h1", "-m1", "-d", try body(bytes: 5_000), "/echo"]
      ),
      (
        "POST /compute of 5 KB, HTTP/1.1", 14.1,
        ["--h1", "-m1", "-d", try body(bytes: 5_000), "/compute"]
      ),
    ] {
      // Two runs: what a connection costs once falls out of their difference.
      let few = try allocations(server, options, requests: 1_000)
      let many = try allocations(server, options, requests: 5_000)
      let each = Double(many - few) / 4_000
      print("\(name): \(String(format: "%.1f", each)) allocations per request, limit \(limit)")
      if each > limit { isWithinLimits = false }
    }
    if !isWithinLimits { exit(1) }
  }

  private static func allocations(
    _ server: ServerProcess, _ options: [String], requests: Int
  ) throws -> Int {
    let base = "http://127.0.0.1:\(server.port)"
    let before = try count(base)
    let url = base + (options.last ?? "/")
    _ = try run(["h2load", "-c1", "-n\(requests)"] + options.dropLast() + [url])
    return try count(base) - before
  }

  private static func count(_ base: String) throws -> Int {
    guard let count = Int(try run(["curl", "-s", base + "/allocations"])) else {
      throw BenchmarkError.toolMissing("curl")
    }
    return count
  }

  private static func body(bytes: Int) throws -> String {
    let path = NSTemporaryDirectory() + "http-benchmark-body"
    try Data(repeating: 0x78, count: bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
}
