/// What the features of one operation need to know of its windows, counted once.
///
/// Half of a convolution's terms ask for taps inside the input; the count is the dearest of all.
struct WindowCounts {
  private var rows = -1.0
  private var columns = -1.0

  /// Kernel positions of all pixels that fall on real input; each group walks its own.
  mutating func taps(of work: Work) -> Double {
    if rows < 0 { rows = Window.rows(work).tapsInBounds }
    if columns < 0 { columns = Window.columns(work).tapsInBounds }
    return Double(work.batches) * rows * columns * work.groupCount
  }

  /// Rows of windows that fall on real input, over all pixels.
  mutating func tapRows(of work: Work) -> Double {
    if rows < 0 { rows = Window.rows(work).tapsInBounds }
    return Double(work.batches) * Double(work.outputWidth) * rows
  }
}
