import Estimator
import Testing

@Suite struct ArenaPlanTests {
  private let buffers = [
    ArenaBuffer(bytes: 32, lifetime: 0..<2), ArenaBuffer(bytes: 16, lifetime: 1..<3),
    ArenaBuffer(bytes: 16, lifetime: 2..<4, offlineOffset: 16),
  ]

  @Test(
    "the verifier names the first fault",
    arguments: [
      ([0, 32, 16], nil), ([0, 16, 16], .overlap(0, 1)), ([0, 32, 32], .notWherePlannedOffline(2)),
      ([-16, 32, 16], .misplaced(0)), ([8, 48, 16], .misplaced(0)), ([16, 0, 16], nil),
    ] as [([Int], ArenaPlanFault?)])
  func faults(_ offsets: [Int], _ fault: ArenaPlanFault?) {
    #expect(verify(ArenaPlan(buffers: buffers, offsets: offsets)) == fault)
  }

  @Test("touching in time or in bytes is not overlapping; empty buffers overlap nothing")
  func borders() {
    let buffers = [
      ArenaBuffer(bytes: 16, lifetime: 0..<1), ArenaBuffer(bytes: 16, lifetime: 1..<2),
      ArenaBuffer(bytes: 16, lifetime: 0..<2), ArenaBuffer(bytes: 0, lifetime: 0..<2),
    ]
    #expect(verify(ArenaPlan(buffers: buffers, offsets: [0, 0, 16, 0])) == nil)
  }

  @Test("the load is the most bytes alive at once")
  func load() {
    #expect(loadBytes(of: buffers) == 48)
    #expect(loadBytes(of: Array(buffers.dropFirst())) == 32)
  }
}
