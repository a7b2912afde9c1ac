import Dispatch
import Foundation

/// The baseline: a dispatch source for each connection, no parsing, one fixed answer for each read.
///
/// It is what Dispatch costs in its plainest use; a real server cannot do less with sources.
enum BareServer {
  private static let answer = Array(
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}"
      .utf8)

  static func serve() {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        guard bind(listener, $0, length) == 0, listen(listener, 1_024) == 0 else { exit(1) }
        getsockname(listener, $0, &length)
      }
    }
    let queues = (0..<ProcessInfo.processInfo.activeProcessorCount).map {
      DispatchQueue(label: "bare.\($0)")
    }
    var next = 0
    let source = DispatchSource.makeReadSource(fileDescriptor: listener, queue: queues[0])
    source.setEventHandler {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      var one: Int32 = 1
      setsockopt(
        descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      watch(descriptor, on: queues[next % queues.count])
      next += 1
    }
    source.activate()
    Servers.announce(port: Int(UInt16(bigEndian: address.sin_port)))
    withExtendedLifetime(source) { dispatchMain() }
  }

  private static func watch(_ descriptor: Int32, on queue: DispatchQueue) {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler {
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return source.cancel() }
      _ = answer.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
    source.setCancelHandler { close(descriptor) }
    source.activate()
  }
}
