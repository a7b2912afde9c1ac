import Estimator
import HTTPCore
import ModelFormats
import Reports

/// What `POST /estimate` is asked beside the model.
struct EstimateQuery: Hashable, Sendable {
  /// Which profiles are answered for.
  enum Selection: Hashable, Sendable {
    /// Nothing was said: each device's default profile.
    case defaults
    /// `profile=*`.
    case all
    case named([String])
  }

  /// Who places tensors in the arena.
  enum Planner: String, CaseIterable, Hashable, Sendable {
    case tflmGreedy = "tflm-greedy"
  }

  var selection = Selection.defaults
  /// Nil is the device's default.
  var clock: Hertz?
  var order = EstimateOptions.Order.given
  var planner = EstimateOptions.Planner.tflmGreedy
  /// Nil depends on the number of profiles.
  var detail: EstimateOptions.Detail?
  var format = ReportFormat.json
  var budgets = BudgetSet()
  var reservedRAM = 0
  var reservedFlash = 0
  /// Whether a failed budget fails the request.
  var gate = false
  /// Shapes of inputs whose files leave extents open, by name.
  var inputShapes: [String: [Int]] = [:]
  /// Nil is each tensor's own.
  var assumedType: AssumedType?
}

extension EstimateQuery {
  /// Every parameter, as the contract lists them.
  static let parameters: [String] =
    [
      "profile", "clock_mhz", "order", "planner", "detail", "format", "gate", "reserve.sram",
      "reserve.flash", "budget.on", "input_shape", "assume_dtype",
    ]
    + BudgetMetric.allCases.flatMap { metric in
      ["budget.\(metric.rawValue)"]
        + BudgetLevel.allCases.map { "budget.\(metric.rawValue).\($0.rawValue)" }
    }

  init(_ request: HTTPRequest) throws(Problem) {
    let query = try QueryReader(
      request, known: Self.parameters, repeatable: ["profile", "input_shape"])
    selection = try Self.selection(query.values("profile"))
    clock = try query.positiveNumber("clock_mhz", unit: "megahertz").map { Hertz(megahertz: $0) }
    order = try query.choice("order") ?? .given
    planner = try query.choice("planner") ?? .tflmGreedy
    detail = try query.choice("detail")
    format = try query.choice("format") ?? Self.format(accepting: request.headers)
    gate = try query.flag("gate") ?? false
    reservedRAM = try Self.reserve("reserve.sram", .sram, query)
    reservedFlash = try Self.reserve("reserve.flash", .flash, query)
    budgets = try Self.budgets(query)
    inputShapes = try Self.inputShapes(query.values("input_shape"))
    assumedType = try query.choice("assume_dtype")
  }

  private static func inputShapes(_ texts: [String]) throws(Problem) -> [String: [Int]] {
    var shapes: [String: [Int]] = [:]
    for text in texts {
      guard let shape = InputShape(parsing: text) else {
        throw QueryReader.invalid(
          "input_shape", text,
          "Expected a name and at most 8 extents of at least 1, such as \(InputShape.example).")
      }
      guard shapes.updateValue(shape.extents, forKey: shape.name) == nil else {
        throw Problem(
          .repeatedParameter, "The shape of '\(shape.name.shortened)' is given more than once.",
          parameter: "input_shape")
      }
    }
    return shapes
  }

  /// What the client's `Accept` likes best; JSON where it likes nothing that there is (RFC 9110
  /// section 12.5.1 leaves that to the server, and an answer serves more than a refusal).
  private static func format(accepting headers: HTTPHeaders) -> ReportFormat {
    let accept = headers.values("accept").joined(separator: ",")
    return accept.isEmpty ? .json : ReportFormat.negotiated(accept: accept) ?? .json
  }

  static func selection(_ names: [String]) throws(Problem) -> Selection {
    if names.isEmpty { return .defaults }
    if names == ["*"] { return .all }
    guard !names.contains("*") else {
      throw Problem(
        .invalidParameter, "profile=* means every profile and stands alone.", parameter: "profile")
    }
    // The same profile asked for twice is answered once.
    var seen: Set<String> = []
    return .named(names.filter { seen.insert($0).inserted })
  }

  static func reserve(
    _ name: String, _ metric: BudgetMetric, _ query: QueryReader
  ) throws(Problem) -> Int {
    guard let text = query.value(name) else { return 0 }
    let limit: BudgetLimit
    do {
      limit = try BudgetLimit(parsing: text, for: metric)
    } catch {
      throw QueryReader.invalid(
        name, text, "Expected an amount of memory with its unit, such as 40KiB.")
    }
    guard case .absolute(let bytes) = limit, let bytes = Int(exactly: bytes), bytes <= 1 << 50
    else {
      throw QueryReader.invalid(
        name, text, "Expected an amount of memory with its unit, such as 40KiB; at most 1 PiB.")
    }
    return bytes
  }

  static func budgets(_ query: QueryReader) throws(Problem) -> BudgetSet {
    var budgets = BudgetSet()
    guard query.hasNames(from: "budget.") else { return budgets }
    for name in parameters where name.hasPrefix("budget.") {
      guard let value = query.value(name) else { continue }
      do {
        try budgets.set(String(name.dropFirst("budget.".count)), to: value)
      } catch {
        throw Problem(error, parameter: name)
      }
    }
    return budgets
  }
}
