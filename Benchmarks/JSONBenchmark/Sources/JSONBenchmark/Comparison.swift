/// How long one call of each of two pieces of work takes, in microseconds.
///
/// Rounds of the two alternate, so that what else the machine does falls on both. The fastest round
/// is the steadier figure; the median shows what the others did to it.
struct Comparison {
  struct Times {
    private var rounds: [Double] = []

    var fastest: Double { rounds.min() ?? .nan }
    var median: Double { rounds.sorted()[rounds.count / 2] }

    /// Runs one round of `calls` calls.
    mutating func add(calls: Int, _ work: () throws -> Int) rethrows {
      var checksum = 0
      let time = try ContinuousClock().measure {
        // Wraps: the sum only keeps the work from being optimised away.
        for _ in 0..<calls { checksum &+= try work() }
      }
      precondition(checksum != 0, "the work has to make something")
      rounds.append(Double(time.components.attoseconds) / 1e12 / Double(calls))
    }
  }

  private(set) var ours = Times()
  private(set) var theirs = Times()

  init(rounds: Int = 100, calls: Int = 25, ours: () throws -> Int, theirs: () throws -> Int)
    rethrows
  {
    for _ in 0..<rounds {
      try self.ours.add(calls: calls, ours)
      try self.theirs.add(calls: calls, theirs)
    }
  }
}
