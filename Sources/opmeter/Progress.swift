import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// One line on the standard error that says how far long work is; nothing where that is no terminal.
///
/// Shown at once and then at most twenty times a second: estimates are quicker than terminals.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var isVisible = false
    var shown: ContinuousClock.Instant?
  }

  private let isShown: Bool
  private let total: Int
  private let state = Mutex(State())

  /// - Parameter total: steps that there are; 0 where nobody knows.
  init(total: Int, quiet: Bool) {
    isShown = !quiet && isatty(STDERR_FILENO) == 1
    self.total = total
  }

  /// The next step begins.
  func next(_ name: String) {
    guard isShown else { return }
    state.withLock { state in
      state.done += 1
      let now = ContinuousClock.now
      // The last one always: it is what stands there when the end takes long.
      if let shown = state.shown, now - shown < .milliseconds(50), state.done < total { return }
      state.shown = now
      state.isVisible = true
      let visible = String(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F })
      let count = total > 1 ? "\(state.done)/\(total) " : ""
      Self.write("\r\u{1B}[K\(count)\(visible.prefix(60))")
    }
  }

  /// Takes the line away, before something else is written or at the end.
  func clear() {
    guard isShown else { return }
    state.withLock { state in
      if state.isVisible { Self.write("\r\u{1B}[K") }
      state.isVisible = false
    }
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
