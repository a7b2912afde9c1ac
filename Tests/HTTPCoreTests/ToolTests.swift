import Foundation
import Testing

@testable import HTTPCore

/// Clients that others wrote (Debian: curl, nghttp2-client), where they are installed.
@Suite(.timeLimit(.minutes(20))) struct ToolTests {
  private static func hasTool(_ name: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)")
  }

  /// What a tool prints on both its outputs.
  private func run(_ tool: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(tool)")
    process.arguments = arguments
    // A proxy of the machine's is not asked for its own servers.
    process.environment = ProcessInfo.processInfo.environment.merging(["no_proxy": "*"]) { $1 }
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// A file of so many bytes, removed by the caller.
  private func file(bytes: Int) throws -> URL {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("http-core-\(UUID().uuidString)")
    try Data(repeating: 0x61, count: bytes).write(to: file)
    return file
  }

  @Test(
    "curl uploads, asks first, and reads its refusals, in both versions",
    .enabled(if: hasTool("curl")),
    arguments: ["--http1.1", "--http2-prior-knowledge"])
  func curl(version: String) throws {
    let server = try TestServer(limits: { $0.bodyBytes = 3_000_000 })
    let base = "http://127.0.0.1:\(server.port)"
    func status(_ arguments: String...) throws -> String {
      try run(
        "curl",
        ["-s", "-o", "/dev/null", "-w", "%{http_code} %{size_download}", version] + arguments)
    }
    #expect(try status(base + "/") == "200 2")
    #expect(try status("-I", base + "/zeros/1000") == "200 0")
    #expect(try status("-d", "hello", base + "/") == "200 5")
    #expect(try status(base + "/nope").hasPrefix("404"))
    let fits = try file(bytes: 2_500_000)
    let tooLong = try file(bytes: 3_000_001)
    defer { for file in [fits, tooLong] { try? FileManager.default.removeItem(at: file) } }
    #expect(try status("--data-binary", "@\(fits.path)", base + "/") == "200 2500000")
    #expect(try status("-T", fits.path, "-X", "POST", base + "/compute") == "200 2500000")
    #expect(try status("--data-binary", "@\(tooLong.path)", base + "/").hasPrefix("413"))
    #expect(
      try status("-H", "Expect: 100-continue", "--data-binary", "@\(tooLong.path)", base + "/")
        .hasPrefix("413"))
  }

  @Test("h2load gets every answer, in both versions", .enabled(if: hasTool("h2load")))
  func h2load() throws {
    let server = try TestServer()
    let url = "http://127.0.0.1:\(server.port)/"
    for options in [["-m32"], ["--h1", "-m8"]] {
      let output = try run("h2load", ["-n4000", "-c16"] + options + [url])
      #expect(output.contains("4000 succeeded, 0 failed, 0 errored, 0 timeout"))
    }
  }

  @Test("nghttp uploads through the windows", .enabled(if: hasTool("nghttp")))
  func nghttp() throws {
    let server = try TestServer()
    let body = try file(bytes: 2_000_000)
    defer { try? FileManager.default.removeItem(at: body) }
    let output = try run(
      "nghttp", ["-n", "-s", "-d", body.path, "http://127.0.0.1:\(server.port)/"])
    #expect(output.contains(" 200 "))
    #expect(server.exchanges.wait(for: 1))
    #expect(server.exchanges.all.first?.bytesOut == 2_000_000)
  }
}
