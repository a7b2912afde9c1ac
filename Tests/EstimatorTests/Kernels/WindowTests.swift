import Testing

@testable import Estimator

@Suite struct WindowTests {
  @Test("taps on real input are those that a walk over all taps finds")
  func tapsMatchAWalk() {
    for inputs in [1, 2, 5, 9] {
      for kernel in 1...5 {
        for stride in 1...3 {
          for dilation in 1...2 {
            for before in 0...4 {
              for after in 0...3 {
                let reach = (kernel - 1) * dilation + 1
                let room = inputs + before + after - reach
                // A window past both ends at once loses taps to both; the closed form counts each
                // end alone, which holds while no single tap could belong to both.
                guard room >= 0 else { continue }
                let outputs = room / stride + 1
                let window = Window(
                  inputs: Double(inputs), outputs: Double(outputs), kernel: Double(kernel),
                  stride: Double(stride), dilation: Double(dilation),
                  paddingBefore: Double(before))
                var taps = 0
                for output in 0..<outputs {
                  for tap in 0..<kernel {
                    let position = output * stride - before + tap * dilation
                    if (0..<inputs).contains(position) { taps += 1 }
                  }
                }
                #expect(
                  window.tapsInBounds == Double(taps),
                  "\(inputs) \(outputs) \(kernel) \(stride) \(dilation) \(before)")
              }
            }
          }
        }
      }
    }
  }

  @Test("a hostile window costs no more time than a small one", .timeLimit(.minutes(20)))
  func hostileWindow() {
    let huge = Double(1 << 31)
    let window = Window(
      inputs: 3, outputs: huge, kernel: huge, stride: 1, dilation: huge, paddingBefore: huge)
    #expect(window.tapsInBounds.isFinite)
    #expect(window.outputsInside >= 0)
  }
}
