import Foundation

/// The table: each load against HTTPCore and the baselines in turn, several rounds, the least of each.
///
/// The least, because everything that disturbs a measurement on a shared machine makes it longer.
enum Comparison {
  private struct Contestant {
    let name: String
    let start: () throws -> ServerProcess
  }

  static func run(rounds: Int) throws {
    let script = try postScript(bytes: 5_000)
    defer { try? FileManager.default.removeItem(atPath: script) }
    let loads = [
      Load.wrk("GET, 64 connections", "/healthz", connections: 64),
      Load.wrk("GET, 1 connection", "/healthz", connections: 1),
      Load.wrk("POST 5 KB, echoed at once", "/echo", connections: 64, script: script),
      Load.wrk("POST 5 KB, echoed by the pool", "/compute", connections: 64, script: script),
      Load.h2load("HTTP/2 GET, 8 connections of 32", "/healthz", clients: 8, streams: 32),
    ]
    print(
      "Server CPU in microseconds per request, least of \(rounds) rounds; ratio to the baseline.\n")
    print("| load | HTTPCore | bare Dispatch | ratio | nginx | ratio |")
    print("|---|---|---|---|---|---|")
    for load in loads {
      let isHTTP2 = load.name.contains("HTTP/2")
      let isEcho = load.name.contains("POST")
      var least: [String: Double] = [:]
      for _ in 0..<rounds {
        for contestant in contestants(isHTTP2: isHTTP2, isEcho: isEcho) {
          guard let server = try? contestant.start() else { continue }
          defer { server.stop() }
          guard let cost = try load.measure(server) else { continue }
          least[contestant.name] = min(cost, least[contestant.name] ?? .infinity)
        }
      }
      printRow(load.name, least)
    }
  }

  private static func contestants(isHTTP2: Bool, isEcho: Bool) -> [Contestant] {
    var contestants = [Contestant(name: "core") { try ServerProcess("core") }]
    if !isHTTP2 { contestants.append(Contestant(name: "bare") { try ServerProcess("bare") }) }
    if !isEcho { contestants.append(Contestant(name: "nginx") { try nginx(isHTTP2: isHTTP2) }) }
    return contestants
  }

  /// nginx as one worker that answers the same bytes from its configuration.
  private static func nginx(isHTTP2: Bool) throws -> ServerProcess {
    let port = 18_499
    let path = NSTemporaryDirectory() + "http-benchmark-nginx.conf"
    let configuration = """
      daemon off; master_process off; pid \(path).pid; error_log /dev/null;
      events { worker_connections 1024; }
      http { access_log off; keepalive_requests 1000000000;
        server { listen 127.0.0.1:\(port)\(isHTTP2 ? " http2" : "");
          location / { default_type application/json; return 200 '{"status":"ok"}'; } } }
      """
    try configuration.write(toFile: path, atomically: true, encoding: .utf8)
    return try ServerProcess(command: ["nginx", "-c", path], port: port)
  }

  /// wrk's way to send a body.
  private static func postScript(bytes: Int) throws -> String {
    let path = NSTemporaryDirectory() + "http-benchmark-post.lua"
    let text = "wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", \(bytes))\n"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private static func printRow(_ name: String, _ least: [String: Double]) {
    func cell(_ key: String) -> String {
      least[key].map { String(format: "%.1f", $0) } ?? "-"
    }
    func ratio(_ key: String) -> String {
      guard let own = least["core"], let other = least[key] else { return "-" }
      return String(format: "%.2f", own / other)
    }
    print(
      "| \(name) | \(cell("core")) | \(cell("bare")) | \(ratio("bare")) | \(cell("nginx")) | \(ratio("nginx")) |"
    )
    fflush(nil)
  }
}
