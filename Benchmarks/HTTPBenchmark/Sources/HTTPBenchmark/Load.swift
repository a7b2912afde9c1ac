import Foundation

/// One kind of load, made by a tool of Debian.
struct Load {
  let name: String
  let path: String
  /// The command for a URL; runs for about `seconds`.
  let command: (_ url: String, _ seconds: Int) -> [String]
  /// Finds the number of answered requests in what the tool printed.
  let count: (String) -> Double?

  /// Server CPU per request, in microseconds.
  func measure(_ server: ServerProcess, seconds: Int = 3) throws -> Double? {
    let url = "http://127.0.0.1:\(server.port)\(path)"
    _ = try run(command(url, 1))
    let before = server.cpuSeconds
    let output = try run(command(url, seconds))
    guard let count = count(output), count > 0 else { return nil }
    return (server.cpuSeconds - before) / count * 1e6
  }

  static func wrk(_ name: String, _ path: String, connections: Int, script: String? = nil) -> Load {
    Load(name: name, path: path) { url, seconds in
      ["wrk", "-t1", "-c\(connections)", "-d\(seconds)s"] + (script.map { ["-s", $0] } ?? []) + [
        url
      ]
    } count: { output in
      output.split(separator: "\n").first { $0.contains("requests in") }
        .flatMap { $0.split(separator: " ").first.flatMap { Double($0) } }
    }
  }

  static func h2load(_ name: String, _ path: String, clients: Int, streams: Int) -> Load {
    Load(name: name, path: path) { url, seconds in
      ["h2load", "-c\(clients)", "-m\(streams)", "-n\(seconds * 100_000)", url]
    } count: { output in
      output.split(separator: "\n").first { $0.hasPrefix("requests:") }
        .flatMap { line -> Double? in
          let words = line.split(separator: " ")
          return words.firstIndex { $0.hasPrefix("succeeded") }.flatMap { Double(words[$0 - 1]) }
        }
    }
  }
}
