import Estimator
public import JSON

extension CheckFile {
  /// Bytes of a file; nobody writes that much by hand.
  public static let byteLimit = 1 << 20

  /// Reads `opmeter.yaml` or `opmeter.json`; JSON is what begins with a brace.
  public init(
    _ bytes: [UInt8], knownFormats: [String]
  ) throws(CheckFileError) {
    guard bytes.count <= Self.byteLimit else {
      throw CheckFileError(message: "the file is larger than \(Self.byteLimit) bytes")
    }
    if Self.isJSON(bytes) {
      do {
        try self.init(JSONNode(document: bytes), knownFormats)
      } catch let error as JSONError {
        let (line, column) = Self.position(error.byteOffset, bytes)
        throw CheckFileError(
          line: line, column: column, path: error.path.description,
          message: error.reason.description)
      } catch {
        throw CheckFileError(message: "\(error)")
      }
    } else {
      let document = try YAMLDocument(bytes)
      do {
        try self.init(JSONNode(document: document.json), knownFormats)
      } catch let error as JSONError {
        let place = document.place(of: error.path)
        throw CheckFileError(
          line: place?.line, column: place?.column, path: error.path.description,
          message: error.reason.description)
      } catch {
        throw CheckFileError(message: "\(error)")
      }
    }
  }

  /// What is wrong with a value of a file that was read before, with its line and column.
  public static func failure(
    _ message: String, at path: JSONPath, in bytes: [UInt8]
  ) -> CheckFileError {
    var error = CheckFileError(path: path.description, message: message)
    if isJSON(bytes) {
      if let offset = (try? JSONNode(document: bytes))?.descendant(path)?.byteOffset {
        (error.line, error.column) = position(offset, bytes)
      }
    } else if let place = (try? YAMLDocument(bytes))?.place(of: path) {
      (error.line, error.column) = place
    }
    return error
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
  }

  /// Line and column, from 1.
  private static func position(_ offset: Int, _ bytes: [UInt8]) -> (Int, Int) {
    let before = bytes.prefix(offset)
    let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (line, offset - start + 1)
  }

  private init(_ node: JSONNode, _ knownFormats: [String]) throws {
    self.init()
    let known = ["models", "profiles", "baseline", "reports", "$schema"] + ModelEntry.settingNames
    try node.allowOnly(known, plus: ["budget.", "regression."])
    settings = try Settings(node)
    models = try node.member("models").list { try ModelEntry($0) }
    if let list = try node.optionalMember("profiles") {
      profiles = try list.list { try ProfileEntry($0) }
    }
    for model in models where model.profiles == nil && profiles.isEmpty {
      throw node.failure(
        .invalid("no profile is named for '\(model.pattern)': give a list \"profiles\""))
    }
    baseline = try node.optionalMember("baseline")?.path()
    guard let targets = try node.optionalMember("reports") else { return }
    for (name, target) in try targets.members() {
      guard knownFormats.contains(name) else {
        throw target.failure(.unknownMember(name, known: knownFormats))
      }
      reports.append(Target(format: name, path: try target.path()))
    }
  }
}

extension CheckFile.ModelEntry {
  fileprivate init(_ node: JSONNode) throws {
    guard case .object = node.value else {
      self.init(pattern: try node.path(), place: node.path)
      return
    }
    try node.allowOnly(
      ["path", "profiles"] + CheckFile.ModelEntry.settingNames, plus: ["budget.", "regression."])
    self.init(
      pattern: try node.member("path").path(), place: try node.member("path").path,
      settings: try CheckFile.Settings(node),
      profiles: try node.optionalMember("profiles")?.list { try CheckFile.ProfileEntry($0) })
  }

  fileprivate static let settingNames = [
    "budgets", "regression", "reserve", "budget_on", "clock_mhz", "assume_dtype", "input_shapes",
  ]
}

extension CheckFile.ProfileEntry {
  fileprivate init(_ node: JSONNode) throws {
    var id = node
    var settings = CheckFile.Settings()
    if case .object = node.value {
      try node.allowOnly(
        ["id"] + CheckFile.ModelEntry.settingNames, plus: ["budget.", "regression."])
      id = try node.member("id")
      settings = try CheckFile.Settings(node)
    }
    let name = try id.name()
    guard name != "*" else {
      throw id.failure(.invalid("name each profile: what is checked must not grow by itself"))
    }
    self.init(id: name, settings: settings, place: id.path)
  }
}

extension CheckFile.Settings {
  fileprivate init(_ node: JSONNode) throws {
    self.init()
    var budgetSet = BudgetSet()
    var regressionSet = RegressionSet()
    var places: [String: JSONNode] = [:]
    budgets = try Self.limits(node, "budgets", "budget.", &places) { name, text in
      try budgetSet.set(name, to: text)
    }
    try Self.checkWarnings(
      budgets, places,
      budgetSet.budgets.filter { warning in
        budgetSet.budgets.contains {
          warning.level == .warn && $0.level == .fail && $0.metric == warning.metric
            && Self.isBeyond(warning.limit, $0.limit)
        }
      }.map(\.metric))
    places = [:]
    regression = try Self.limits(node, "regression", "regression.", &places) { name, text in
      try regressionSet.set(name, to: text)
    }
    try Self.checkWarnings(
      regression, places,
      regressionSet.limits.filter { warning in
        regressionSet.limits.contains {
          warning.level == .warn && $0.level == .fail && $0.metric == warning.metric
            && Self.isBeyond(warning.amount, $0.amount)
        }
      }.map(\.metric))
    if let sizes = try node.optionalMember("reserve") {
      try sizes.allowOnly(["sram", "flash"])
      for (name, size) in try sizes.members() {
        let text = try size.scalarText()
        do {
          guard
            case .absolute = try BudgetLimit(parsing: text, for: name == "sram" ? .sram : .flash)
          else { throw BudgetError.empty(.sram) }
        } catch is BudgetError {
          throw size.failure(
            .invalid(
              "'\(text.prefix(40))' is no amount of memory with its unit, such as 40KiB"))
        }
        reserve[name] = text
      }
    }
    if let on = try node.optionalMember("budget_on") {
      let text = try on.string()
      guard BudgetEnd(rawValue: text) != nil else {
        throw on.failure(.invalid("expected 'value' or 'high', found '\(text)'"))
      }
      budgetOn = text
    }
    if let clock = try node.optionalMember("clock_mhz") {
      let megahertz = try clock.double()
      guard megahertz > 0 else { throw clock.failure(.invalid("a clock is above zero")) }
      clockMegahertz = megahertz
    }
    assumedType = try node.optionalMember("assume_dtype")?.name()
    if let shapes = try node.optionalMember("input_shapes") {
      inputShapes = try shapes.list { try $0.name() }
    }
  }

  private static func isBeyond(_ warning: BudgetLimit, _ failure: BudgetLimit) -> Bool {
    switch (warning, failure) {
    case (.absolute(let warning), .absolute(let failure)): warning > failure
    case (.shareOfDevice(let warning), .shareOfDevice(let failure)): warning > failure
    default: false
    }
  }

  private static func isBeyond(
    _ warning: RegressionLimit.Amount, _ failure: RegressionLimit.Amount
  ) -> Bool {
    switch (warning, failure) {
    case (.absolute(let warning), .absolute(let failure)): warning > failure
    case (.percent(let warning), .percent(let failure)): warning > failure
    default: false
    }
  }

  /// Refuses a warning that the failure beside it always comes before: somebody took one for the other.
  private static func checkWarnings(
    _ limits: [String: String], _ places: [String: JSONNode], _ beyond: [BudgetMetric]
  ) throws {
    for metric in beyond {
      let name = "\(metric.rawValue).warn"
      guard let warning = limits[name], let failure = limits[metric.rawValue],
        let place = places[name]
      else { continue }
      throw place.failure(
        .invalid("a warning at \(warning) never comes: the check fails at \(failure) already"))
    }
  }

  /// Limits by metric, each a text or an object of `warn` and `fail`; and members of the outer object
  /// that are spelled as a query spells them, `budget.latency`.
  private static func limits(
    _ node: JSONNode, _ member: String, _ prefix: String, _ places: inout [String: JSONNode],
    _ check: (String, String) throws -> Void
  ) throws -> [String: String] {
    var found: [String: String] = [:]
    func take(_ name: String, _ value: JSONNode) throws {
      let text = try value.scalarText()
      do { try check(name, text) } catch { throw value.failure(.invalid("\(error)")) }
      found[name.hasSuffix(".fail") ? String(name.dropLast(5)) : name] = text
      places[name] = value
    }
    func takeAll(_ name: String, _ value: JSONNode) throws {
      guard case .object = value.value else { return try take(name, value) }
      for (level, inner) in try value.members() { try take("\(name).\(level)", inner) }
    }
    if let group = try node.optionalMember(member) {
      for (name, value) in try group.members() { try takeAll(name, value) }
    }
    for (name, value) in try node.members() where name.hasPrefix(prefix) {
      try takeAll(String(name.dropFirst(prefix.count)), value)
    }
    return found
  }
}

extension JSONNode {
  /// The value at a path that counts from here.
  fileprivate func descendant(_ path: JSONPath) -> JSONNode? {
    var node = self
    for component in path.components {
      switch component {
      case .member(let name):
        guard let next = try? node.member(name) else { return nil }
        node = next
      case .element(let index):
        guard let elements = try? node.elements(), elements.indices.contains(index) else {
          return nil
        }
        node = elements[index]
      }
    }
    return node
  }

  fileprivate func allowOnly(_ known: [String], plus prefixes: [String]) throws(JSONError) {
    for (name, node) in try members()
    where !known.contains(name) && !prefixes.contains(where: { name.hasPrefix($0) }) {
      throw node.failure(.unknownMember(name, known: known))
    }
  }

  /// One to 1,000 elements; a single one may stand alone.
  fileprivate func list<Element>(_ read: (JSONNode) throws -> Element) throws -> [Element] {
    guard case .array = value else { return [try read(self)] }
    let nodes = try elements()
    guard !nodes.isEmpty else { throw failure(.invalid("the list is empty")) }
    guard nodes.count <= 1_000 else {
      throw failure(.limitExceeded(.elementsPerArray, allowed: 1_000))
    }
    return try nodes.map(read)
  }

  fileprivate func name() throws(JSONError) -> String {
    let text = try string()
    guard !text.isEmpty, text.utf8.count <= 400 else {
      throw failure(.invalid("expected a text of 1 to 400 bytes"))
    }
    return text
  }

  fileprivate func path() throws(JSONError) -> String {
    let text = try string()
    guard !text.isEmpty, text.utf8.count <= 4_000, !text.utf8.contains(0) else {
      throw failure(.invalid("expected a path"))
    }
    return text
  }

  /// A text, or a number as it would be written: `macs: 5000000` needs no quotes.
  fileprivate func scalarText() throws(JSONError) -> String {
    switch value {
    case .string(let text): return text
    case .integer(let number): return "\(number)"
    case .double(let number): return "\(number)"
    default: throw failure(.wrongType(expected: .string, found: value.kind))
    }
  }
}
