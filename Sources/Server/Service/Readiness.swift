import Synchronization

/// Whether the service wants more requests: what `/readyz` answers.
final class Readiness: Sendable {
  private let draining = Atomic(false)

  var isDraining: Bool { draining.load(ordering: .relaxed) }

  func beginDraining() { draining.store(true, ordering: .relaxed) }
}
