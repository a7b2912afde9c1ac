import Estimator
import JSON
import Reports
import Testing

@Suite struct BatchLineTests {
  private func line(_ report: Report, id: String = #""a""#) throws -> JSONNode {
    var bytes: [UInt8] = []
    BatchLine(id: Array(id.utf8), results: report.results).append(to: &bytes)
    #expect(bytes.last == 0x0A)
    #expect(!bytes.dropLast().contains(0x0A))
    return try JSONNode(document: bytes)
  }

  @Test("one profile is answered flat, with exactly the keys of the contract")
  func flat() throws {
    let line = try line(Fixture.single(.summary))
    #expect(
      try line.members().map(\.name) == [
        "id", "latency_ms", "energy_uj", "activation_peak_bytes", "allocate_bytes", "flash_bytes",
        "slack", "pass",
      ])
    #expect(try line.member("latency_ms").double() == 12)
    #expect(try line.member("energy_uj").double() == 2400)
    #expect(try line.member("activation_peak_bytes").int() == 16_000)
    #expect(try line.member("allocate_bytes").int() == 22_528)
    #expect(try line.member("flash_bytes").int() == 57_680)
    #expect(try line.member("pass").bool() == false)
  }

  @Test("slack is given by metric, to the failing level where there are two")
  func slack() throws {
    let slack = try line(Fixture.single(.summary)).member("slack")
    #expect(try slack.members().map(\.name) == ["latency", "sram", "flash"])
    #expect(try slack.member("latency").double() == -2)
    #expect(try slack.member("sram").int() == 239_616)
    let none = try line(Fixture.report([Fixture.estimate(on: Fixture.profile())]))
    #expect(try none.member("slack").members().isEmpty)
    #expect(try none.member("pass").bool())
  }

  @Test(
    "the id comes back as it was written",
    arguments: ["7", "null", #"{"a":[1,"x"]}"#, #""\u0041""#])
  func id(_ id: String) throws {
    var bytes: [UInt8] = []
    BatchLine(id: Array(id.utf8), results: try Fixture.single(.summary).results).append(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(#"{"id":\#(id),"latency_ms":12,"#))
    _ = try JSONNode(document: bytes)
  }

  @Test("several profiles are a list, each with its id")
  func several() throws {
    let results = try line(Fixture.several()).member("results").elements()
    #expect(
      try results.map { try $0.member("profile").string() } == [
        "nucleo-test.lib-1.0", "too-small.lib-1.0", "unmeasured.lib-1.0",
      ])
    #expect(try results[2].member("latency_ms").isNull)
    #expect(try results[2].member("slack").member("latency").isNull)
    #expect(try results.map { try $0.member("pass").bool() } == [true, false, false])
  }

  @Test("a lower bound says that it is not complete")
  func incomplete() throws {
    #expect(try line(Fixture.incomplete()).member("complete").bool() == false)
  }

  @Test("lines are appended to what stands there")
  func appends() throws {
    var bytes = Array("first\n".utf8)
    BatchLine(id: [0x31], results: try Fixture.single(.summary).results).append(to: &bytes)
    #expect(bytes.starts(with: "first\n{\"id\":1,".utf8))
  }
}
