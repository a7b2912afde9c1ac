internal import Estimator

/// One distinct shape of a kernel group as an equation: what its terms should sum to.
struct Sample {
  /// Of the group's kernels, which one ran.
  var member: Int
  var work: Work
  var instructions: Double
  /// Relative variance of the counts behind the mean: of equal shapes that met other values.
  var variance: Double
  var interpreted: Bool
  /// Of a neighbour of the library: see `FitSpecification.steadies`.
  var steadying: Bool
  var networks: Set<String>
  /// Cross-validation leaves the whole fold out.
  var fold: Int
}

extension Sample {
  var asOwn: Sample {
    var copy = self
    copy.steadying = false
    return copy
  }

  /// Distinct shapes of `counts`; equal shapes (other data, other networks) are averaged, so that
  /// a network that repeats a layer weighs no more than one that has it once.
  static func distinct(
    _ counts: [KernelCount], in group: FitGroup, of specification: FitSpecification
  ) -> [Sample] {
    var groups: [Key: (sum: Double, squares: Double, repeats: Double, networks: Set<String>)] = [:]
    for count in counts {
      guard let member = group.members.firstIndex(where: { $0.covers(count) }) else { continue }
      let key = Key(
        member: member, work: group.telling(count.work), interpreted: count.interpreted,
        steadying: specification.steadies(count, group.members[member]))
      // Whole numbers: the sum is exact, whatever the order of the lines.
      groups[key, default: (0, 0, 0, [])].sum += count.instructions
      groups[key]?.squares += count.instructions * count.instructions
      groups[key]?.repeats += 1
      if !count.network.isEmpty { groups[key]?.networks.insert(count.network) }
    }
    // One order for the same counts in any order: sums of rounded numbers depend on it.
    var samples = groups.map { (order: $0.key.order, key: $0.key, value: $0.value) }
      .sorted { $0.order.lexicographicallyPrecedes($1.order) }
      .map { entry in
        let mean = entry.value.sum / entry.value.repeats
        return Sample(
          member: entry.key.member, work: entry.key.work, instructions: mean,
          variance: max(0, entry.value.squares / entry.value.repeats / (mean * mean) - 1),
          interpreted: entry.key.interpreted, steadying: entry.key.steadying,
          networks: entry.value.networks, fold: fold(of: entry.key.work))
      }
    if samples.count < fewest {
      for index in samples.indices { samples[index].fold = index }
    }
    return samples
  }

  /// Below this many shapes each is left out alone.
  private static let fewest = 12

  private struct Key: Hashable {
    var member: Int
    var work: Work
    var interpreted: Bool
    var steadying: Bool

    /// Tells any two keys apart.
    var order: [Int] {
      let types = [work.dataType, work.weightType, work.resultType].map { type in
        DataType.allCases.firstIndex(of: type) ?? 0
      }
      let values = InputValues.allCases.firstIndex(of: work.inputValues) ?? 0
      return [member, interpreted ? 1 : 0, steadying ? 1 : 0] + types + [values]
        + WorkFact.allCases.map { $0.value(work) }
    }
  }

  private static let folds = 5

  /// A shape's fold: FNV-1a over its facts, so that it is the same in every run and on every
  /// machine, and the same shape is left out whatever counted it.
  static func fold(of work: Work) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    // FNV-1a is defined modulo 2^64 (Fowler, Noll, Vo 1991).
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for byte in work.kind.rawValue.utf8 { mix(byte) }
    for byte in work.dataType.rawValue.utf8 { mix(byte) }
    for fact in foldFacts {
      var value = UInt64(bitPattern: Int64(fact.value(work)))
      for _ in 0..<8 {
        mix(UInt8(truncatingIfNeeded: value))
        value >>= 8
      }
    }
    // The low bits of FNV follow the last bytes closely; fold the high half in.
    return Int((hash ^ (hash >> 32)) % UInt64(folds))
  }

  /// What makes a shape. Facts that only one kind of counts knows (operands, bytes) stay out.
  private static let foldFacts: [WorkFact] = [
    .batches, .inputHeight, .inputWidth, .inputChannels, .outputHeight, .outputWidth,
    .outputChannels, .kernelHeight, .kernelWidth, .strideHeight, .strideWidth, .paddingTop,
    .paddingLeft, .multiplier, .outputElements, .rows, .rowElements, .steps, .units, .memorySize,
  ]
}
