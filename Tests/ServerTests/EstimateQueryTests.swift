import Estimator
import HTTPCore
import ModelFormats
import Reports
import Testing

@testable import Server

@Suite struct EstimateQueryTests {
  private func query(_ text: String, _ headers: HTTPHeaders = [:]) throws -> EstimateQuery {
    try EstimateQuery(
      HTTPRequest(
        method: .post, target: "/estimate?\(text)", path: "/estimate", query: text,
        headers: headers))
  }

  @Test("nothing said is every device's default profile, in JSON, without budgets")
  func defaults() throws {
    #expect(try query("") == EstimateQuery())
  }

  @Test("everything said is read")
  func readsAll() throws {
    let read = try query(
      "profile=a&profile=b%2Dc&clock_mhz=80.5&detail=full&format=csv&gate=true&reserve.sram=40KiB"
        + "&reserve.flash=1MB&budget.latency=100ms&budget.energy.warn=2mJ&budget.on=high"
        + "&order=given&planner=tflm-greedy")
    #expect(read.selection == .named(["a", "b-c"]))
    #expect(read.clock == Hertz(megahertz: 80.5))
    #expect(read.detail == .full)
    #expect(read.format == .csv)
    #expect(read.gate)
    #expect(read.reservedRAM == 40 << 10)
    #expect(read.reservedFlash == 1_000_000)
    #expect(read.budgets.budgets.map(\.metric) == [.latency, .energy])
    #expect(read.budgets.budgets.map(\.level) == [.fail, .warn])
    #expect(read.budgets.end == .high)
  }

  @Test("shapes of inputs are read by name, and each name once")
  func readsInputShapes() throws {
    let read = try query("input_shape=images:1x3x96x96&input_shape=a:0:7&assume_dtype=int8")
    #expect(read.inputShapes == ["images": [1, 3, 96, 96], "a:0": [7]])
    #expect(read.assumedType == .int8)
    for text in [
      "input_shape=images", "input_shape=:1", "input_shape=a:1x0", "input_shape=a:1x",
      "input_shape=a:-1",
      "input_shape=a:2147483648", "input_shape=a:1x1x1x1x1x1x1x1x1",
      "input_shape=a:1&input_shape=a:1",
      "assume_dtype=int7",
    ] {
      #expect(throws: Problem.self, "\(text)") { try query(text) }
    }
  }

  @Test("budgets are the same in any order")
  func ignoresOrder() throws {
    #expect(
      try query("budget.sram=1KiB&budget.latency=1ms")
        == query("budget.latency=1ms&budget.sram=1KiB"))
  }

  @Test("a name without a value is a flag that is set; a value decides")
  func readsFlags() throws {
    #expect(try query("gate").gate)
    #expect(try query("gate=").gate)
    #expect(try !query("gate=false").gate)
  }

  @Test("the format decides before Accept, and Accept before JSON")
  func choosesFormat() throws {
    #expect(try query("", ["accept": "text/markdown"]).format == .markdown)
    #expect(try query("", ["accept": "text/plain;q=0.5, text/csv"]).format == .csv)
    #expect(try query("format=text", ["accept": "text/markdown"]).format == .text)
    #expect(try query("", ["accept": "*/*"]).format == .json)
    #expect(try query("", ["accept": "image/png"]).format == .json)
  }

  @Test("a parameter of each budget and level exists")
  func listsBudgets() {
    for metric in BudgetMetric.allCases {
      #expect(EstimateQuery.parameters.contains("budget.\(metric.rawValue)"))
      #expect(EstimateQuery.parameters.contains("budget.\(metric.rawValue).warn"))
    }
    #expect(Set(EstimateQuery.parameters).count == EstimateQuery.parameters.count)
  }

  @Test("a hostile name or value is answered shortened")
  func shortens() {
    let long = String(repeating: "x", count: 5_000)
    for text in ["\(long)=1", "detail=\(long)", "clock_mhz=\(long)", "profile=*&profile=\(long)"] {
      #expect {
        try query(text)
      } throws: { error in
        guard let problem = error as? Problem else { return false }
        return problem.detail.utf8.count < 1_000
      }
    }
  }
}
