internal import Estimator

/// One distinct shape of a kernel group as an equation: what its terms should sum to.
struct Sample {
  /// Of the group's kernels, which one ran.
  var member: Int
  var work: Work
  var instructions: Double
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
    var indexByKey: [Key: Int] = [:]
    var samples: [Sample] = []
    var repeats: [Double] = []
    for count in counts {
      guard let member = group.members.firstIndex(where: { $0.covers(count) }) else { continue }
      let steadying = specification.steadies(count, group.members[member])
      let key = Key(
        member: member, work: count.work, interpreted: count.interpreted, steadying: steadying)
      if let index = indexByKey[key] {
        repeats[index] += 1
        samples[index].instructions +=
          (count.instructions - samples[index].instructions) / repeats[index]
        if !count.network.isEmpty { samples[index].networks.insert(count.network) }
      } else {
        indexByKey[key] = samples.count
        repeats.append(1)
        samples.append(
          Sample(
            member: member, work: count.work, instructions: count.instructions,
            interpreted: count.interpreted, steadying: steadying,
            networks: count.network.isEmpty ? [] : [count.network], fold: fold(of: count.work)))
      }
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
  }

  private static let folds = 5

  /// A shape's fold: FNV-1a over its facts, so that it is the same in every run and on every
  /// machine, and the same shape is left out whatever counted it.
  static func fold(of work: Work) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
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
