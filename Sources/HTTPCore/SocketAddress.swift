import Glibc

/// The far end of a connection.
public struct SocketAddress: Hashable, Sendable {
  private enum Storage: Hashable, Sendable {
    case version4(address: UInt32)
    /// The address's bytes as two numbers in memory order.
    case version6(high: UInt64, low: UInt64)
    case unknown
  }

  private let storage: Storage
  public let port: UInt16

  init(_ address: sockaddr_storage) {
    switch Int32(address.ss_family) {
    case AF_INET:
      let (host, port) = withUnsafeBytes(of: address) { bytes in
        let address = bytes.loadUnaligned(as: sockaddr_in.self)
        return (address.sin_addr.s_addr, address.sin_port)
      }
      storage = .version4(address: host)
      self.port = UInt16(bigEndian: port)
    case AF_INET6:
      let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
      let (high, low, port) = withUnsafeBytes(of: address) { bytes in
        (
          bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
          bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
          bytes.loadUnaligned(as: sockaddr_in6.self).sin6_port
        )
      }
      storage = .version6(high: high, low: low)
      self.port = UInt16(bigEndian: port)
    default:
      storage = .unknown
      port = 0
    }
  }

  /// The address without the port, as people write it.
  public var host: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    switch storage {
    case .version4(var address):
      inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
    case .version6(let high, let low):
      var address = (high, low)
      inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
    case .unknown: return "unknown"
    }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension SocketAddress: CustomStringConvertible {
  public var description: String {
    if case .version6 = storage { return "[\(host)]:\(port)" }
    return "\(host):\(port)"
  }
}
