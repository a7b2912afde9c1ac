public import Estimator
public import ProfileFiles
public import Reports

extension Report.Result {
  /// Adds what was asked beside the figures.
  ///
  /// - Parameter set: where other builds of the board and other boards come from.
  public mutating func explain(
    _ graph: Graph, _ options: EstimateOptions, why asksWhy: Bool, whatIf asksWhatIf: Bool,
    in set: ProfileSet
  ) {
    if asksWhy { why = estimate.why(graph) }
    guard asksWhatIf else { return }
    let profile = estimate.profile
    var search = WhatIfSearch(graph, on: profile, options: options)
    whatIf =
      search?.run(
        builds: set.profiles.filter { $0.device.id == profile.device.id },
        boards: set.defaultProfiles.filter {
          $0.device.id != profile.device.id && $0.device.isBoard
        }) ?? []
  }
}

extension Device {
  /// Whether somebody can buy it: files of a whole core family, and of the machine at hand, are for
  /// calibrating and comparing.
  fileprivate var isBoard: Bool { !id.hasPrefix("any-") && !id.hasPrefix("host-") }
}
