/// What one run of a control operation's body costs, with everything that it runs itself.
struct BodyCost {
  var instructions = 0.0
  var seconds = UncertainSum()
  var joules = UncertainSum()
  var cycles = UncertainSum()
  var coveredMACs = 0
  var basis: Basis = .measured
  /// In order of appearance; without fractions.
  var shares: [TypeShare] = []

  /// Adds another body that runs `times` times; its operations are listed once.
  mutating func add(_ other: BodyCost, times: Int) {
    let factor = Double(times)
    instructions += factor * other.instructions
    seconds.add(other.seconds, times: factor)
    joules.add(other.joules, times: factor)
    cycles.add(other.cycles, times: factor)
    // The graph's check bounded all products.
    coveredMACs += times * other.coveredMACs
    basis = min(basis, other.basis)
    for share in other.shares { add(share, times: times) }
  }

  mutating func add(_ share: TypeShare, times: Int) {
    let index: Int
    if let known = shares.firstIndex(where: { $0.type == share.type }) {
      index = known
    } else {
      index = shares.count
      shares.append(TypeShare(type: share.type))
    }
    shares[index].merge(share, times: times)
  }
}

extension TypeShare {
  /// Adds the operations of another share of the type, each run `times` times.
  mutating func merge(_ other: TypeShare, times: Int) {
    count += other.count
    macs += times * other.macs
    arithmeticOperations += times * other.arithmeticOperations
    if let spent = other.latency { latency = (latency ?? 0) + Double(times) * spent }
    if let drawn = other.energy { energy = (energy ?? 0) + Double(times) * drawn }
  }
}
