internal import Estimator

/// How far counts of one kernel on one shape differ, from network to network and from layer to layer:
/// what no feature of the shape can tell.
public struct EqualShapes: Sendable {
  /// By the kernel's name: the shapes that were counted more than once, and by how much the mean of
  /// them strays from its own mean.
  public private(set) var spread: [String: (shapes: Int, mean: Double)] = [:]

  public init(_ counts: [KernelCount], _ specification: FitSpecification) {
    let counts = counts.filter { $0.interpreted && specification.selects($0) }
    for (group, member) in specification.groups.flatMap({ group in
      group.members.map { (group, $0) }
    }) {
      var groups: [Work: [Double]] = [:]
      for count in counts where member.covers(count) {
        groups[group.telling(count.work), default: []].append(count.instructions)
      }
      let spreads = groups.values.filter { $0.count > 1 }.map { values in
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 / mean - 1).magnitude } / Double(values.count)
      }.sorted()
      guard !spreads.isEmpty else { continue }
      spread[member.name] = (spreads.count, spreads.reduce(0, +) / Double(spreads.count))
    }
  }
}
