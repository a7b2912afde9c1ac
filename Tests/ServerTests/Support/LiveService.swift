import Foundation
import HTTPCore

@testable import Server

/// A service on a free port, with its logs in files.
final class LiveService: Sendable {
  let profiles: TemporaryProfiles
  let service: Service
  let port: Int
  private let log: LogFile
  private let access: LogFile

  init(_ change: (inout ServiceConfiguration) -> Void = { _ in }) throws {
    profiles = try TemporaryProfiles()
    log = LogFile(profiles.root + "/log")
    access = LogFile(profiles.root + "/access")
    var configuration = ServiceConfiguration(
      http: HTTPConfiguration(port: 0), profileDirectory: profiles.directory)
    configuration.accessLog = .json
    change(&configuration)
    service = try Service(configuration, logTo: log.sink, accessLogTo: access.sink)
    port = try service.start()
  }

  deinit { service.stop() }

  var logText: String { log.text }
  var accessText: String { access.text }

  /// Sends `request` on a connection of its own and answers everything up to its end.
  func exchange(_ request: String) throws -> String {
    let connection = try RawConnection(port: port)
    try connection.send(request)
    return try connection.readToEnd()
  }
}

/// A file that a sink writes and a test reads.
private final class LogFile: Sendable {
  let sink: LineSink
  private let path: String

  init(_ path: String) {
    self.path = path
    // Never closed: a line that comes when the test is over would go to whoever has got the number.
    sink = LineSink(descriptor: open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
  }

  var text: String {
    sink.flush()
    return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}

/// A blocking connection to 127.0.0.1.
struct RawConnection: ~Copyable {
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  func send(_ text: String) throws {
    let bytes = Array(text.utf8)
    guard Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    else { throw POSIXError(.EIO) }
  }

  /// What comes next; empty at the end.
  func read() throws -> String {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = Foundation.read(descriptor, &chunk, chunk.count)
    guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return String(decoding: chunk[..<count], as: UTF8.self)
  }

  func readToEnd() throws -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
  }
}
