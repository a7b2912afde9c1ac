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
  /// How often each `while` turns.
  var whileTrips = 1
  /// Nil is each tensor's own.
  var assumedType: AssumedType?
  /// Nil where nobody said how often it infers.
  var dutyCycle: DutyCycle?
  /// Whether to say why it costs what it costs.
  var why = false
  /// Whether to compute what changes would save.
  var whatIf = false
  /// What the answer calls the model; nil is what its file says.
  var modelName: String?
}

extension EstimateQuery {
  /// Every parameter, as the contract lists them.
  static let parameters: [String] =
    [
      "profile", "clock_mhz", "order", "planner", "detail", "format", "gate", "reserve.sram",
      "reserve.flash", "budget.on", "input_shape", "assume_dtype", "while_trips",
      "inferences_per_hour", "battery_mwh", "sleep_uw", "why", "what_if", "model_name",
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
    whileTrips = try Self.whileTrips(query.value("while_trips"))
    dutyCycle = try Self.dutyCycle(query)
    why = try query.flag("why") ?? false
    whatIf = try query.flag("what_if") ?? false
    modelName = try Self.modelName(query.value("model_name"))
    guard case .named(let names) = selection, names.count == 1 else {
      guard !whatIf else {
        throw Problem(
          .invalidParameter,
          "what_if= tries changes on one profile: name it with profile=.", parameter: "what_if")
      }
      return
    }
  }

  /// Longest name that a model may be given, in bytes: a path's file name.
  static let modelNameBytes = 255

  private static func modelName(_ text: String?) throws(Problem) -> String? {
    guard let text else { return nil }
    guard (1...modelNameBytes).contains(text.utf8.count) else {
      throw QueryReader.invalid(
        "model_name", text, "Expected a name of 1 to \(modelNameBytes) bytes.")
    }
    return text
  }

  private static func whileTrips(_ text: String?) throws(Problem) -> Int {
    guard let text else { return 1 }
    let isDecimal = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isDecimal, let trips = Int(text), Graph.whileTripsRange.contains(trips) else {
      throw QueryReader.invalid(
        "while_trips", text,
        "Expected how often loops turn: a whole number from 1 to "
          + "\(Graph.whileTripsRange.upperBound).")
    }
    return trips
  }

  private static func dutyCycle(_ query: QueryReader) throws(Problem) -> DutyCycle? {
    let battery = try query.positiveNumber("battery_mwh", unit: "milliwatt-hours")
    let sleep = try query.number("sleep_uw", unit: "microwatts")
    guard
      let rate = try query.positiveNumber("inferences_per_hour", unit: "inferences an hour")
    else {
      for name in ["battery_mwh", "sleep_uw"] where query.value(name) != nil {
        throw Problem(
          .invalidParameter, "\(name)= says little without inferences_per_hour=.", parameter: name)
      }
      return nil
    }
    return DutyCycle(
      inferencesPerHour: rate, battery: battery.map { Joules($0 * 3.6) },
      sleepPower: sleep.map { Watts(milliwatts: $0 / 1e3) })
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
    if names.count == 1 { return .named(names) }
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
