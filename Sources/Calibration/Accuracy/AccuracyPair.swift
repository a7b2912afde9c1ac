import Estimator

/// The difference of two rows of one board and runtime, both predicted by one fit that saw neither.
public struct AccuracyPair: Hashable, Sendable {
  public var seen: AccuracyRow.Seen
  /// Of whole networks; else of layers.
  public var isWhole: Bool
  /// Whether the 90 % interval of the difference holds what was measured.
  public var isCovered: Bool
  /// Its width over that of a difference of two estimates that share nothing.
  public var width: Double
}

extension AccuracyStudy {
  /// Differences within what one leave-out predicted: of each row from the few after it, so that a
  /// sweep of hundreds of layers does not outvote all else.
  func pairs(_ job: Job, _ fleet: DeviceFleet) -> [AccuracyPair] {
    let left = survey.entries.filter { isLeftOut($0, by: job) }
    var pairs: [AccuracyPair] = []
    for (identity, entries) in Dictionary(grouping: left, by: \.identity)
      .sorted(by: { $0.key.version < $1.key.version })
    {
      // The spreads of a device file: of the whole, of each class, of the memory.
      let factors = DeviceFactors(timing(fleet.factors(for: identity), of: entries[0]))
      for isWhole in [false, true] {
        let rows = entries.filter { $0.measurement.isWholeNetwork == isWhole }
        for first in rows.indices {
          for second in rows.dropFirst(first + 1).prefix(Self.followers) {
            // One network measured twice differs by nothing that an estimate could know.
            if isWhole, second.measurement.network == rows[first].measurement.network { continue }
            if second.measurement.clock != rows[first].measurement.clock { continue }
            pairs.append(pair(job.seen, rows[first], second, factors))
          }
        }
      }
    }
    return pairs
  }

  private static let followers = 6

  private func pair(
    _ seen: AccuracyRow.Seen, _ first: DeviceSurvey.Entry, _ second: DeviceSurvey.Entry,
    _ factors: DeviceFactors
  ) -> AccuracyPair {
    let (one, oneDeviation) = factors.cycles(of: first.load)
    let (other, otherDeviation) = factors.cycles(of: second.load)
    func own(_ entry: DeviceSurvey.Entry, _ cycles: Double) -> Double {
      cycles * cycles * entry.ownVariance
    }
    let operations = own(first, one) + own(second, other)
    let shared = factors.variance(ofDifference: second.load, first.load)
    let apart =
      oneDeviation * one * oneDeviation * one
      + otherDeviation * other * otherDeviation * other
    let reach = 1.645 * (shared + operations).squareRoot()
    return AccuracyPair(
      seen: seen, isWhole: first.measurement.isWholeNetwork,
      isCovered: abs((second.cycles - first.cycles) - (other - one)) <= reach,
      width: ((shared + operations) / (apart + operations)).squareRoot())
  }
}
