import HTTPCore
import JSON
import Testing

@testable import Server

@Suite struct GateTests {
  @Test("a failed budget is shown and still answered 200 without the gate")
  func reportsWithoutGate() throws {
    let answer = try TestService().post(
      "/estimate?profile=board-a&budget.macs=1k", GraphFixture.small)
    #expect(answer.status == 200)
    #expect(try answer.json["results"]?[0]?["pass"] == false)
  }

  @Test("behind the gate a failed budget is a problem that holds the whole report")
  func failsWithReport() throws {
    let service = try TestService()
    let query = "/estimate?profile=board-a&budget.macs=1k"
    let open = try service.post(query, GraphFixture.small)
    let gated = try service.post(query + "&gate=true", GraphFixture.small)
    #expect(gated.status == 422)
    #expect(try gated.problem == "budget-failed")
    #expect(gated.text.contains("macs on board-a.lib-1"))
    guard case .object(let members) = try open.json else {
      Issue.record("no object")
      return
    }
    for member in members { #expect(try gated.json[member.name] == member.value) }
  }

  @Test("behind the gate a kept budget is the plain report")
  func passesPlainly() throws {
    let answer = try TestService().post(
      "/estimate?profile=board-a&budget.macs=1M&budget.sram=80pct&gate=true", GraphFixture.small)
    #expect(answer.status == 200)
    #expect(answer.mediaType == "application/json")
    #expect(try answer.json["type"] == nil)
  }

  @Test("a warning does not close the gate")
  func warnsOnly() throws {
    let answer = try TestService().post(
      "/estimate?profile=board-a&budget.macs.warn=1k&gate=true", GraphFixture.small)
    #expect(answer.status == 200)
  }

  @Test(
    "other formats keep their body and media type behind a closed gate",
    arguments: ["md", "csv", "junit", "text"])
  func keepsOtherFormats(format: String) throws {
    let service = try TestService()
    let query = "/estimate?profile=board-a&budget.macs=1k&format=\(format)"
    let open = try service.post(query, GraphFixture.small)
    let gated = try service.post(query + "&gate=true", GraphFixture.small)
    #expect(open.status == 200)
    #expect(gated.status == 422)
    #expect(open.mediaType == gated.mediaType)
    #expect(!open.response.body.isEmpty)
    #expect(open.response.body == gated.response.body)
  }

  @Test("memory that the firmware takes counts against the device")
  func reserves() throws {
    let service = try TestService()
    func needed(_ query: String) throws -> JSONValue? {
      try service.post("/estimate?profile=board-a\(query)", GraphFixture.small)
        .json["results"]?[0]?["fits"]?["sram"]?["needed_bytes"]
    }
    guard case .integer(let plain) = try needed("") else {
      Issue.record("no figure")
      return
    }
    #expect(try needed("&reserve.sram=40KiB") == .integer(plain + 40 * 1_024))
  }
}
