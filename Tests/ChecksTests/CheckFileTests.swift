import Checks
import Testing

@Suite struct CheckFileTests {
  private static let formats = ["json", "md", "junit"]

  private func read(_ text: String) throws(CheckFileError) -> CheckFile {
    try CheckFile(Array(text.utf8), knownFormats: Self.formats)
  }

  @Test("YAML and JSON say the same")
  func bothForms() throws {
    let yaml = try read(
      """
      models:
        - models/*.tflite
        - path: big.onnx
          budgets: {latency: {warn: 80ms, fail: 100ms}}
      profiles: [nucleo-f746zg]
      budgets: {sram: 256KiB, macs: 5000000}
      regression: {latency: 2%, sram: 0%}
      reserve: {sram: 40KiB}
      budget_on: high
      clock_mhz: 100
      baseline: base.json
      reports: {md: out.md}
      """)
    let json = try read(
      """
      {"models": ["models/*.tflite",
        {"path": "big.onnx", "budgets": {"latency": {"warn": "80ms", "fail": "100ms"}}}],
       "profiles": ["nucleo-f746zg"], "budgets": {"sram": "256KiB", "macs": 5000000},
       "regression": {"latency": "2%", "sram": "0%"}, "reserve": {"sram": "40KiB"},
       "budget_on": "high", "clock_mhz": 100, "baseline": "base.json",
       "reports": {"md": "out.md"}}
      """)
    #expect(yaml == json)
    let entry = try #require(yaml.profiles(of: yaml.models[1]).first)
    #expect(
      entry.settings.query.map { "\($0.0)=\($0.1)" } == [
        "budget.latency=100ms", "budget.latency.warn=80ms", "budget.macs=5000000",
        "budget.sram=256KiB", "reserve.sram=40KiB", "budget.on=high", "clock_mhz=100.0",
      ])
    #expect(entry.settings.regression == ["latency": "2%", "sram": "0%"])
  }

  @Test("inner settings replace outer ones, one by one")
  func levels() throws {
    let file = try read(
      """
      budgets: {latency: 1ms, sram: 1KiB, flash: 1KiB, energy: 1mJ}
      profiles:
        - id: board
          budgets: {sram: 2KiB, flash: 2KiB, energy: 2mJ}
      models:
        - path: a
          budgets: {flash: 3KiB, energy: 3mJ}
        - path: b
          budgets: {flash: 3KiB}
          profiles: {id: board, budgets: {energy: 4mJ}}
      """)
    #expect(
      file.profiles(of: file.models[0])[0].settings.budgets
        == ["latency": "1ms", "sram": "2KiB", "flash": "2KiB", "energy": "2mJ"])
    #expect(
      file.profiles(of: file.models[1])[0].settings.budgets
        == ["latency": "1ms", "sram": "1KiB", "flash": "3KiB", "energy": "4mJ"])
  }

  @Test("settings may be spelled as a query spells them")
  func dotted() throws {
    let file = try read("models: a\nprofiles: b\nregression.latency: 2%\nbudget.sram.warn: 1KiB\n")
    #expect(file.settings.regression == ["latency": "2%"])
    #expect(file.settings.budgets == ["sram.warn": "1KiB"])
  }

  @Test(
    "each mistake is named with its place",
    arguments: [
      (
        "models: a\nprofiles: b\nbudgets:\n  latncy: 1ms\n", 4,
        "Budget 'latncy' is not known; did you mean 'latency'?"
      ),
      ("models: a\nprofiles: b\nbudgets:\n  sram: 5ms\n", 4, "does not fit the budget sram"),
      ("models: a\nprofiles: b\nbudgets:\n  latency: -5ms\n", 4, "a limit is zero or more"),
      (
        "models: a\nprofiles: b\nregression:\n  sram: 2ms\n", 4,
        "does not fit the regression limit sram"
      ),
      ("models: a\nprofiles: b\nregression: {latency: 2}\n", 3, "without a unit"),
      ("modls: a\nprofiles: b\n", 1, "unknown member \"modls\"; did you mean \"models\"?"),
      ("models: a\nprofiles: b\nreports: {mdd: x}\n", 3, "did you mean \"md\"?"),
      ("models: a\n", 1, "no profile is named for 'a'"),
      ("models: []\nprofiles: b\n", 1, "the list is empty"),
      ("models: a\nprofiles: '*'\n", 2, "name each profile"),
      ("models: a\nmodels: b\nprofiles: c\n", nil, "'models'"),
      ("models: [a\nprofiles: b\n", 2, ""),
      ("models: a\nprofiles: b\nbudget_on: low\n", 3, "'value' or 'high'"),
      ("models: a\nprofiles: b\nclock_mhz: -1\n", 3, "above zero"),
      (
        "{\"models\": \"a\",\n \"profiles\": \"b\", \"budgets\": {\"sram\": \"1ms\"}}", 2,
        "does not fit the budget sram"
      ),
    ] as [(String, Int?, String)])
  func mistakes(_ text: String, _ line: Int?, _ message: String) {
    do {
      _ = try read(text)
      Issue.record("taken: \(text)")
    } catch {
      if let line { #expect(error.line == line, "\(error)") }
      #expect(error.description.contains(message), "\(error)")
    }
  }

  @Test("aliases of aliases are not followed without end", .timeLimit(.minutes(20)))
  func bomb() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, inner) in zip("bcdefgh", "abcdefg") {
      text +=
        "\(name): &\(name) [\(Array(repeating: "*\(inner)", count: 10).joined(separator: ","))]\n"
    }
    #expect(throws: CheckFileError.self) { try read(text + "models: *h\n") }
  }

  @Test("what is no text, and what is too long, is refused")
  func bytes() {
    #expect(throws: CheckFileError.self) {
      try CheckFile([0x61, 0x3A, 0xFF], knownFormats: Self.formats)
    }
    #expect(throws: CheckFileError.self) {
      try CheckFile(
        [UInt8](repeating: 0x20, count: CheckFile.byteLimit + 1), knownFormats: Self.formats)
    }
    #expect(throws: CheckFileError.self) { try CheckFile([], knownFormats: Self.formats) }
  }
}
