import Estimator
import JSON
import Reports

extension Problem {
  /// An estimate that is refused although model and profile are sound.
  init(_ error: EstimateError, on profile: Profile) {
    switch error {
    case .clock, .clockFixed:
      self.init(
        .impossibleEstimate, "Profile '\(profile.id)': \(error.description)",
        parameter: "clock_mhz")
    case .memoryTooLarge, .bodiesTooDeep:
      self.init(.invalidModel, error.description)
    }
  }

  /// A budget that cannot be read.
  init(_ error: BudgetError, parameter: String) {
    self.init(
      .invalidParameter, error.description, suggestion: error.suggestion, parameter: parameter)
  }
}

extension Problem {
  /// A report that fails its budgets: which, and where.
  init(budgetsOf report: Report) {
    let failures = report.results.flatMap { result in
      result.budgets.filter { !$0.pass && $0.level == .fail }.map {
        "\($0.metric.rawValue) on \(result.estimate.profile.id)"
      }
    }
    let count = failures.count == 1 ? "1 budget fails" : "\(failures.count) budgets fail"
    self.init(.budgetFailed, "\(count): \(failures.joined(separator: ", ")).")
  }

  /// The document's members without the braces, to stand first in another object.
  var leadingMembers: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in writeMembers(to: &writer) }
    return Array(writer.finish().dropFirst().dropLast())
  }
}
