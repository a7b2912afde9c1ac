import Estimator
import JSON
import Reports
import Testing

@Suite struct JSONSumTests {
  private func result() throws -> (model: JSONNode, result: JSONNode, rows: [JSONNode]) {
    let document = try JSONNode(document: RealEstimate.report().write(as: .json))
    let result = try document.member("results").elements()[0]
    return (try document.member("model"), result, try result.member("ops").elements())
  }

  @Test(
    "printed times and energies of the rows add up to the printed totals",
    arguments: [
      "latency_ms", "energy_uj",
    ])
  func totals(_ key: String) throws {
    let (_, result, rows) = try result()
    let total = try result.member("totals").member(key).member("value").double()
    let sum = try rows.reduce(0.0) { try $0 + $1.member(key).member("value").double() }
    // Each number is rounded to half of its seventh digit, at most 5e-7 of it.
    #expect(abs(sum - total) <= 1e-6 * total)
    let types = try result.member("by_op_type").elements()
    let byType = try types.reduce(0.0) { try $0 + $1.member(key).double() }
    #expect(abs(byType - total) <= 1e-6 * total)
  }

  @Test("printed cycles of the rows add up to the printed total within half a cycle a row")
  func cycles() throws {
    let (_, result, rows) = try result()
    let total = try result.member("totals").member("cycles").member("value").int()
    let sum = try rows.reduce(0) { try $0 + $1.member("cycles").int() }
    #expect(abs(sum - total) <= (rows.count + 1) / 2)
  }

  @Test("where the rows have whole cycles, the printed total is their sum")
  func wholeCycles() throws {
    let document = try JSONNode(document: Fixture.single(.ops).write(as: .json))
    let result = try document.member("results").elements()[0]
    let rows = try result.member("ops").elements()
    let total = try result.member("totals").member("cycles").member("value").int()
    #expect(try rows.reduce(0) { try $0 + $1.member("cycles").int() } == total)
    #expect(total == 1_200_000)
  }

  @Test("counts add up exactly")
  func counts() throws {
    let (model, result, rows) = try result()
    let types = try result.member("by_op_type").elements()
    for key in ["macs", "arith_ops"] {
      let total = try model.member(key).int()
      #expect(try rows.reduce(0) { try $0 + $1.member(key).int() } == total)
      #expect(try types.reduce(0) { try $0 + $1.member(key).int() } == total)
    }
    #expect(try model.member("macs").int() == 2_656_768)
    let weights = try rows.reduce(0) { try $0 + $1.member("weight_bytes").int() }
    #expect(try model.member("weight_bytes").int() == weights)
    #expect(try types.reduce(0) { try $0 + $1.member("count").int() } == rows.count)
    #expect(try model.member("op_count").int() == rows.count)
  }

  @Test("fractions of the types add up to one")
  func fractions() throws {
    let (_, result, _) = try result()
    for key in ["arith_ops_fraction", "macs_fraction", "latency_fraction", "energy_fraction"] {
      let sum = try result.member("by_op_type").elements().reduce(0.0) {
        try $0 + $1.member(key).double()
      }
      #expect(abs(sum - 1) <= 1e-6)
    }
  }
}
