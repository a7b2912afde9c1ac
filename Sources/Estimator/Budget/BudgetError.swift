/// Why a budget is refused. Texts are as they came, cut to a length that a message can carry.
public enum BudgetError: Error, Hashable, Sendable {
  case unknownMetric(String, nearest: String?)
  /// The part after the metric is neither `warn` nor `fail`.
  case unknownLevel(metric: BudgetMetric, level: String)
  /// `budget.on` is neither `value` nor `high`.
  case unknownEnd(String)
  /// The same metric and level twice.
  case repeated(BudgetMetric, BudgetLevel)
  case empty(BudgetMetric)
  /// No number at the start, NaN and infinity among them.
  case notANumber(BudgetMetric, text: String)
  case negative(BudgetMetric, text: String)
  /// More than can be computed with.
  case tooLarge(BudgetMetric, text: String)
  case missingUnit(BudgetMetric, text: String)
  case unknownUnit(BudgetMetric, unit: String, nearest: String?)
  /// A unit of something else: milliseconds for RAM.
  case unitDoesNotFit(BudgetMetric, unit: String)
}

extension BudgetError {
  /// The known name that was probably meant.
  public var suggestion: String? {
    switch self {
    case .unknownMetric(_, let nearest), .unknownUnit(_, _, let nearest): nearest
    case .unknownLevel, .unknownEnd, .repeated, .empty, .notANumber, .negative, .tooLarge,
      .missingUnit, .unitDoesNotFit:
      nil
    }
  }

  /// Longest piece of a stranger's text that a message repeats, in characters.
  static let quotedCharacters = 40

  static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > quotedCharacters else { return text }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: scalars.prefix(quotedCharacters))
    return String(kept) + "..."
  }
}

extension BudgetError: CustomStringConvertible {
  public var description: String { words(.budget) }

  /// What the settings are called that an error is about.
  struct Wording {
    var noun: String
    var units: @Sendable (BudgetMetric) -> [String]
    var example: @Sendable (BudgetMetric) -> String

    static let budget = Wording(
      noun: "budget", units: BudgetUnit.names(for:), example: { $0.example })
  }

  func words(_ wording: Wording) -> String {
    let noun = wording.noun
    let title = noun.prefix(1).uppercased() + noun.dropFirst()
    switch self {
    case .unknownMetric(let name, let nearest):
      return "\(title) '\(name)' is not known\(Self.offer(nearest)) Known: \(Self.knownNames)."
    case .unknownLevel(let metric, let level):
      return
        "\(title) '\(metric.rawValue).\(level)' is not known: the level is 'warn' or 'fail'."
    case .unknownEnd(let text):
      return "budget.on is '\(text)'; expected 'value' or 'high' (the interval's high end)."
    case .repeated(let metric, let level):
      return "The \(noun) \(metric.rawValue) (\(level.rawValue)) is given twice."
    case .empty(let metric):
      return
        "The \(noun) \(metric.rawValue) is empty; expected a limit such as "
        + "\(wording.example(metric))."
    case .notANumber(let metric, let text):
      return
        "The \(noun) \(metric.rawValue) is '\(text)'; expected a number and a unit, such as "
        + "\(wording.example(metric))."
    case .negative(let metric, let text):
      return "The \(noun) \(metric.rawValue) is '\(text)'; a limit is zero or more."
    case .tooLarge(let metric, let text):
      return "The \(noun) \(metric.rawValue) is '\(text)', which is too large."
    case .missingUnit(let metric, let text):
      return
        "The \(noun) \(metric.rawValue) is '\(text)', without a unit. Units: "
        + "\(Self.list(wording.units(metric)))."
    case .unknownUnit(let metric, let unit, let nearest):
      return
        "'\(unit)' is no unit for the \(noun) \(metric.rawValue)\(Self.offer(nearest)) Units: "
        + "\(Self.list(wording.units(metric)))."
    case .unitDoesNotFit(let metric, let unit):
      return
        "The unit '\(unit)' does not fit the \(noun) \(metric.rawValue). Units: "
        + "\(Self.list(wording.units(metric)))."
    }
  }

  private static var knownNames: String { list(BudgetMetric.allCases.map(\.rawValue)) }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func offer(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? "."
  }
}
