/// What one connection's unfinished bodies are charged against the server's limit.
///
/// Charged in large steps, so that the small bodies of the common case, which come whole, cost nothing.
struct BodyAccount {
  private let service: Service
  private var charged = 0

  private static let step = 64 << 10

  init(service: Service) { self.service = service }

  /// Brings the charge to `count` bytes; false if the server holds too much already.
  mutating func cover(_ count: Int) -> Bool {
    let needed = count < Self.step ? 0 : (count / Self.step + 1) * Self.step
    guard needed != charged else { return true }
    guard service.changeHeldBodies(by: needed - charged) else { return false }
    charged = needed
    return true
  }

  /// Everything is passed on or forgotten.
  mutating func settle() { _ = cover(0) }
}
