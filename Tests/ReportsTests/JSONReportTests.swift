import Estimator
import JSON
import Reports
import Testing

@Suite struct JSONReportTests {
  /// The keys of the interface's contract in their order, with what this writer adds at the end.
  private static let keys: [String: [String]] = [
    "": ["schema", "version", "profiles_digest", "model", "results"],
    "model": [
      "name", "format", "sha256", "op_count", "macs", "arith_ops", "parameters", "weight_bytes",
      "notes",
    ],
    "results": [
      "profile", "coverage", "totals", "memory", "flash", "fits", "by_op_type", "ops", "budgets",
      "pass", "warnings",
    ],
    "profile": ["id", "device", "kernels", "version", "digest", "clock_mhz"],
    "coverage": ["macs_fraction", "ops_fraction", "not_covered"],
    "not_covered": ["op", "op_type", "reason"],
    "totals": [
      "latency_ms", "energy_uj", "cycles", "inferences_per_s", "arith_ops_per_s",
      "energy_nj_per_arith_op", "average_power_mw", "energy_covers", "basis", "complete",
    ],
    "energy_covers": ["includes", "supply_v", "clock_mhz"],
    "latency_ms": ["value", "low", "high"],
    "energy_uj": ["value", "low", "high"],
    "cycles": ["value", "low", "high"],
    "memory": [
      "activation_peak_bytes", "peak_step", "given_order_peak_bytes", "best_order_peak_bytes",
      "lower_bound_bytes", "lower_bound_proved", "arena_bytes", "arena_planner",
      "scratch_peak_bytes", "persistent_bytes", "allocate_bytes", "total_footprint_bytes",
      "activation_fraction", "timeline",
    ],
    "timeline": ["step", "op", "live_bytes", "scratch_bytes", "tensors"],
    "flash": ["weight_bytes", "code_bytes", "total_bytes", "table_bytes"],
    "code": ["runtime_bytes", "kernel_bytes", "low_bytes", "high_bytes", "kind", "source"],
    "fits": ["sram", "flash"],
    "regions": [
      "names", "kind", "default", "available_bytes", "needed_bytes", "excess_bytes", "fits",
    ],
    "by_op_type": [
      "op_type", "count", "macs", "arith_ops", "arith_ops_fraction", "latency_fraction",
      "energy_fraction", "arith_ops_per_s", "macs_fraction", "latency_ms", "energy_uj",
    ],
    "ops": [
      "index", "name", "op", "op_type", "kernel", "output_shape", "macs", "outputs",
      "macs_per_output", "instructions", "cycles", "latency_ms", "energy_uj", "arith_ops",
      "arith_ops_per_s", "live_bytes", "scratch_bytes", "weight_bytes", "basis", "library",
    ],
    "budgets": [
      "metric", "limit", "value", "slack", "pass", "level", "on", "unit", "reason",
    ],
    "warnings": ["code", "op", "message"],
  ]
  private static let fitKeys = ["available_bytes", "needed_bytes", "excess_bytes", "fits"]

  private func parsed(_ report: Report) throws -> JSONNode {
    try JSONNode(document: report.write(as: .json))
  }

  /// Compares the keys of every object below `value`, `name` being the key it stands at.
  private func checkKeys(_ value: JSONValue, at name: String, in parent: String, full: Bool) {
    switch value {
    case .object(let members):
      var expected = Self.keys[name]
      if parent == "fits", name != "regions" { expected = Self.fitKeys }
      // Made-up results have no regions.
      if name == "fits", members.contains(where: { $0.name == "regions" }) {
        expected?.append("regions")
      }
      // A summary's has none, nor has a runtime whose code nobody knows.
      if name == "flash", members.contains(where: { $0.name == "code" }) {
        expected?.append("code")
      }
      if !full { expected?.removeAll { $0 == "timeline" || $0 == "ops" } }
      #expect(members.map(\.name) == expected, "keys of '\(name)'")
      for member in members { checkKeys(member.value, at: member.name, in: name, full: full) }
    case .array(let elements):
      for element in elements { checkKeys(element, at: name, in: parent, full: full) }
    case .null, .bool, .integer, .double, .string: break
    }
  }

  @Test("every object has exactly the keys of the contract, in its order")
  func keys() throws {
    for report in [
      try Fixture.hostile(.full), try Fixture.single(.full), try RealEstimate.report(),
    ] {
      checkKeys(try parsed(report).value, at: "", in: "", full: true)
    }
  }

  @Test("summary leaves out ops and timeline, ops leaves out the timeline")
  func detail() throws {
    checkKeys(try parsed(Fixture.single(.summary)).value, at: "", in: "", full: false)
    let results = try parsed(Fixture.single(.ops)).member("results").elements()
    #expect(try results[0].member("memory").optionalMember("timeline") == nil)
    #expect(try results[0].member("ops").elements().count == 3)
  }

  @Test("what is unknown is null at its key")
  func unknown() throws {
    var report = try Fixture.report(
      detail: .full, [Fixture.estimate(on: Fixture.profile(), change: Fixture.forgetTime)])
    report.model.sha256 = nil
    let document = try parsed(report)
    checkKeys(document.value, at: "", in: "", full: true)
    #expect(try document.member("model").member("sha256").isNull)
    let result = try document.member("results").elements()[0]
    let totals = try result.member("totals")
    for key in ["latency_ms", "energy_uj", "cycles", "inferences_per_s", "average_power_mw"] {
      #expect(try totals.member(key).isNull)
    }
    let memory = try result.member("memory")
    for key in ["best_order_peak_bytes", "lower_bound_proved", "arena_bytes", "persistent_bytes"] {
      #expect(try memory.member(key).isNull)
    }
    #expect(try result.member("flash").member("code_bytes").isNull)
    #expect(try result.member("ops").elements()[0].member("latency_ms").isNull)
  }

  @Test("a number that is not finite is null, never broken JSON")
  func notFinite() throws {
    let estimate = try Fixture.estimate(on: Fixture.profile()) {
      $0.totals.latency = Interval(value: .nan, low: -.infinity, high: .infinity)
      $0.totals.cycles?.value = .infinity
      $0.operations[0].instructions = .nan
    }
    let totals = try parsed(Fixture.report([estimate])).member("results").elements()[0]
      .member("totals")
    #expect(try totals.member("latency_ms").member("value").isNull)
    #expect(try totals.member("cycles").member("value").isNull)
  }

  @Test("names come back exactly, and no control character stands in the bytes")
  func escaping() throws {
    let bytes = try Fixture.hostile(.full).write(as: .json)
    let text = String(decoding: bytes, as: UTF8.self)
    let acting = text.unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\n" || $0.properties.isBidiControl
    }
    #expect(acting.isEmpty)
    let document = try JSONNode(document: bytes)
    #expect(try document.member("model").member("name").string() == Fixture.hostileNames[1])
    let rows = try document.member("results").elements()[0].member("ops").elements()
    #expect(try rows.map { try $0.member("name").string() } == Fixture.hostileNames)
  }

  @Test("every control character is escaped and read back")
  func controls() throws {
    let codes = Array(0...0x17F) + Array(0x2000...0x20FF) as [UInt32]
    let name = String(String.UnicodeScalarView(codes.compactMap(Unicode.Scalar.init)))
    var report = try Fixture.single(.summary)
    report.model.name = name
    #expect(try parsed(report).member("model").member("name").string() == name)
  }

  @Test("problem members stand first in the same object")
  func leadingMembers() throws {
    let report = try Fixture.single(.summary)
    let members = #""type":"/problems/budget","status":422"#
    let document = try JSONNode(document: report.json(leadingMembers: Array(members.utf8)))
    let names = try document.members().map(\.name)
    #expect(names == ["type", "status"] + (Self.keys[""] ?? []))
    #expect(try document.member("status").int() == 422)
  }

  @Test("no result is an empty list, not a missing key")
  func noResults() throws {
    let report = try Fixture.report([])
    #expect(try parsed(report).member("results").elements().isEmpty)
    #expect(report.pass)
  }
}
