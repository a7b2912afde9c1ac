import Testing

@testable import Estimator

@Suite struct BudgetLimitTests {
  @Test(
    "a limit is a number with a unit of its metric",
    arguments: [
      (BudgetMetric.latency, "100ms", 100.0), (.latency, "1.5s", 1500), (.latency, "250us", 0.25),
      (.latency, "250\u{B5}s", 0.25), (.latency, "250\u{3BC}s", 0.25), (.latency, "500ns", 0.0005),
      (.latency, " 100 ms ", 100), (.latency, "1e2ms", 100), (.latency, "1E+2ms", 100),
      (.latency, "1e-1s", 100), (.latency, ".5ms", 0.5), (.latency, "5.ms", 5),
      (.latency, "0ms", 0),
      (.energy, "2mJ", 2000), (.energy, "2J", 2e6), (.energy, "2uJ", 2), (.energy, "500nJ", 0.5),
      (.sram, "256KiB", 262_144), (.sram, "1MiB", 1_048_576), (.sram, "1GiB", 1_073_741_824),
      (.sram, "4096B", 4096), (.sram, "320kB", 320_000), (.sram, "320KB", 320_000),
      (.flash, "1MB", 1e6), (.flash, "1GB", 1e9), (.sram, "1.5KiB", 1536),
      (.macs, "1.5M", 1.5e6), (.macs, "2656768", 2_656_768), (.macs, "20k", 20_000),
      (.macs, "20K", 20_000), (.macs, "1G", 1e9),
    ])
  func parses(_ metric: BudgetMetric, _ text: String, _ value: Double) throws {
    #expect(try BudgetLimit(parsing: text, for: metric) == .absolute(value))
  }

  @Test("a share of the device's memory is per cent", arguments: ["80pct", "80%", "80 pct"])
  func share(_ text: String) throws {
    #expect(try BudgetLimit(parsing: text, for: .flash) == .shareOfDevice(percent: 80))
    #expect(try BudgetLimit(parsing: text, for: .sram) == .shareOfDevice(percent: 80))
  }

  @Test("bytes and MACs are rounded down to whole ones")
  func whole() throws {
    #expect(try BudgetLimit(parsing: "1.0001KiB", for: .sram) == .absolute(1024))
    #expect(try BudgetLimit(parsing: "1.9", for: .macs) == .absolute(1))
  }

  @Test(
    "what is no limit is refused with its fact",
    arguments: [
      (BudgetMetric.latency, "", BudgetError.empty(.latency)),
      (.latency, "  ", .empty(.latency)),
      (.latency, "ms", .notANumber(.latency, text: "ms")),
      (.latency, "NaN", .notANumber(.latency, text: "NaN")),
      (.latency, "nanms", .notANumber(.latency, text: "nanms")),
      (.latency, "inf", .notANumber(.latency, text: "inf")),
      (.latency, "0x10ms", .unknownUnit(.latency, unit: "x10ms", nearest: nil)),
      (.latency, "1,5ms", .notANumber(.latency, text: "1,5ms")),
      (.latency, "1.2.3ms", .notANumber(.latency, text: "1.2.3ms")),
      (.latency, "1_000ms", .notANumber(.latency, text: "1_000ms")),
      (.latency, "+5ms", .notANumber(.latency, text: "+5ms")),
      (.latency, "-", .notANumber(.latency, text: "-")),
      (.latency, "-nan", .notANumber(.latency, text: "-nan")),
      (.latency, "-5ms", .negative(.latency, text: "-5ms")),
      (.latency, "-0ms", .negative(.latency, text: "-0ms")),
      (.latency, "1e999ms", .tooLarge(.latency, text: "1e999ms")),
      (.latency, "1e308s", .tooLarge(.latency, text: "1e308s")),
      (.flash, "1e7pct", .tooLarge(.flash, text: "1e7pct")),
      (.latency, "100", .missingUnit(.latency, text: "100")),
      (.sram, "262144", .missingUnit(.sram, text: "262144")),
      (.flash, "80", .missingUnit(.flash, text: "80")),
      (.latency, "100mss", .unknownUnit(.latency, unit: "mss", nearest: "ms")),
      (.latency, "100MS", .unknownUnit(.latency, unit: "MS", nearest: "ms")),
      (.sram, "256kib", .unknownUnit(.sram, unit: "kib", nearest: "KiB")),
      (.sram, "256KiBs", .unknownUnit(.sram, unit: "KiBs", nearest: "KiB")),
      (.energy, "2mj", .unknownUnit(.energy, unit: "mj", nearest: "mJ")),
      (.macs, "2T", .unknownUnit(.macs, unit: "T", nearest: nil)),
      (.sram, "100ms", .unitDoesNotFit(.sram, unit: "ms")),
      (.latency, "256KiB", .unitDoesNotFit(.latency, unit: "KiB")),
      (.latency, "80pct", .unitDoesNotFit(.latency, unit: "pct")),
      (.macs, "80%", .unitDoesNotFit(.macs, unit: "%")),
      (.energy, "2ms", .unitDoesNotFit(.energy, unit: "ms")),
      (.macs, "2KiB", .unitDoesNotFit(.macs, unit: "KiB")),
    ])
  func refuses(_ metric: BudgetMetric, _ text: String, _ error: BudgetError) {
    #expect(throws: error) { try BudgetLimit(parsing: text, for: metric) }
  }

  @Test("every example in an error message is a limit", arguments: BudgetMetric.allCases)
  func examples(_ metric: BudgetMetric) throws {
    #expect(throws: Never.self) { try BudgetLimit(parsing: metric.example, for: metric) }
    for unit in BudgetUnit.names(for: metric) {
      #expect(throws: Never.self) { try BudgetLimit(parsing: "1\(unit)", for: metric) }
    }
  }

  @Test("messages name what is known and repeat at most the start of a long text")
  func words() throws {
    let unit = BudgetError.unknownUnit(.sram, unit: "kib", nearest: "KiB")
    #expect(unit.description.contains("did you mean 'KiB'?"))
    #expect(unit.suggestion == "KiB")
    let units = "B, KiB, MiB, GiB, kB, KB, MB, GB, pct, %"
    #expect(BudgetError.unitDoesNotFit(.sram, unit: "ms").description.contains(units))
    let long = String(repeating: "9", count: 100_000) + "ms"
    do {
      _ = try BudgetLimit(parsing: long, for: .latency)
      Issue.record("a number of 100,000 digits was taken")
    } catch {
      guard case .tooLarge(.latency, let text) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(text.count == 43)
    }
  }
}
