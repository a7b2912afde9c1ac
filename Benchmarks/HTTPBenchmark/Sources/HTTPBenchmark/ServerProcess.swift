import Foundation

/// A server in a process of its own, and the time it used.
final class ServerProcess {
  private let process = Process()
  let port: Int

  /// Starts this very program again as one of its servers.
  convenience init(_ name: String, under tool: [String] = []) throws {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    try self.init(command: tool + [own, "serve", name])
  }

  /// Starts a command that prints its port, or one that listens on a known one.
  init(command: [String], port: Int? = nil) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = output
    try process.run()
    if let port {
      self.port = port
      Thread.sleep(forTimeInterval: 0.5)
    } else {
      var line = ""
      while !line.hasSuffix("\n") {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { throw BenchmarkError.serverDidNotStart }
        line += String(decoding: data, as: UTF8.self)
      }
      guard let port = Int(line.dropLast()) else { throw BenchmarkError.serverDidNotStart }
      self.port = port
    }
  }

  deinit { stop() }

  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }

  /// User and system time so far, in seconds, of all threads.
  var cpuSeconds: Double {
    let path = "/proc/\(process.processIdentifier)/stat"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 12,
      let user = Double(fields[11]), let system = Double(fields[12])
    else { return 0 }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}

enum BenchmarkError: Error {
  case serverDidNotStart
  case toolMissing(String)
}

/// Runs a tool and gives back what it printed.
func run(_ command: [String]) throws -> String {
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  if process.terminationStatus == 127 { throw BenchmarkError.toolMissing(command[0]) }
  return String(decoding: data, as: UTF8.self)
}
