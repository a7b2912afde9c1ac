import Synchronization

/// Makes names for requests: 13 characters, unique in this process, not telling how many there were.
struct RequestIdentifiers: ~Copyable, Sendable {
  private let counter: Atomic<UInt64>

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  init() { counter = Atomic(UInt64.random(in: .min ... .max)) }

  func next() -> String {
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    // An odd factor permutes all 64-bit numbers, so neighbours look apart and none comes twice.
    var rest = number &* 0x9E37_79B9_7F4A_7C15
    return String(unsafeUninitializedCapacity: 13) { buffer in
      for index in 0..<13 {
        buffer[index] = Self.alphabet[Int(rest & 31)]
        rest >>= 5
      }
      return 13
    }
  }
}
