import HTTPCore
import JSON
import Testing

@testable import Server

@Suite struct ProfileRouteTests {
  @Test("the list has each profile with its names, device and versions")
  func lists() throws {
    let service = try TestService()
    let answer = try service.get("/profiles")
    #expect(answer.status == 200)
    let first = try answer.json["profiles"]?[0]
    #expect(first?["id"] == "board-a.lib-1")
    #expect(first?["aliases"] == ["alpha", "alpha.lib-1", "board-a"])
    #expect(first?["device"] == "board-a")
    #expect(first?["core"] == "cortex-m4")
    #expect(first?["isa"] == "dsp")
    #expect(first?["kernels"] == "lib-1.dsp")
    #expect(first?["clock_mhz"] == 100)
    #expect(first?["version"] == "1")
    #expect(first?["basis"] == "fitted")
    #expect(try answer.json["profiles"]?[2] == nil)
  }

  @Test("a profile is found by its id, its device and its aliases, and answers its id")
  func findsByEveryName() throws {
    let service = try TestService()
    for name in ["board-a.lib-1", "board-a", "alpha", "alpha.lib-1"] {
      let json = try service.get("/profiles/\(name)").json
      #expect(json["id"] == "board-a.lib-1")
      #expect(json["runtime"]?["timing"]?["cycles_per_instruction"]?["source"] == "made up")
      #expect(json["memory"]?["regions"]?[0]?["bytes"] == 65536)
    }
  }

  @Test("an unknown profile is not found, and the nearest is named")
  func missesProfile() throws {
    let answer = try TestService().get("/profiles/bord-a")
    #expect(answer.status == 404)
    #expect(try answer.problem == "not-found")
    #expect(try answer.json["suggestion"] == "board-a")
  }

  @Test(
    "who has the current version gets 304 without a body",
    arguments: ["/profiles", "/profiles/board-a", "/operators", "/openapi.yaml"])
  func revalidates(target: String) throws {
    let service = try TestService()
    let first = try service.get(target)
    let tag = try #require(first.response.headers["etag"])
    for condition in [tag, "\"x\", \(tag)", "*", "W/\(tag)"] {
      let second = try service.get(target, ["if-none-match": condition])
      #expect(second.status == 304)
      #expect(second.response.body.isEmpty)
      #expect(second.response.headers["etag"] == tag)
    }
    #expect(try service.get(target, ["if-none-match": "\"x\""]).status == 200)
  }

  @Test("a reload changes the list's tag")
  func changesTag() throws {
    let service = try TestService()
    let tag = try service.get("/profiles").response.headers["etag"]
    try service.profiles.write("devices/board-b.json", ProfileFixture.device("board-b", clock: 90))
    #expect(service.store.reload(.signal) == .loaded)
    #expect(try service.get("/profiles").response.headers["etag"] != tag)
  }

  @Test("the schemas beside the profiles are served by name")
  func servesSchemas() throws {
    let service = try TestService()
    try service.profiles.makeFolder("Profiles/schema")
    try service.profiles.write("schema/device.schema.json", #"{"type": "object"}"#)
    service.store.reload(.signal)
    for name in ["device", "device.schema.json"] {
      let answer = try service.get("/profiles/schema/\(name)")
      #expect(answer.status == 200)
      #expect(try answer.json["type"] == "object")
    }
    let missing = try service.get("/profiles/schema/devise")
    #expect(missing.status == 404)
    #expect(try missing.json["suggestion"] == "device")
  }

  @Test("no path leads out of the schema folder", arguments: ["..", "%2e%2e%2fdevices", "../x"])
  func staysInside(name: String) throws {
    #expect(try TestService().get("/profiles/schema/\(name)").status == 404)
  }

  @Test("a parameter where none is taken is refused")
  func refusesParameters() throws {
    let service = try TestService()
    for target in ["/profiles", "/profiles/board-a", "/profiles/status", "/operators", "/version"] {
      let answer = try service.get("\(target)?x=1")
      #expect(answer.status == 400)
      #expect(try answer.problem == "unknown-parameter")
    }
  }
}

@Suite struct ProfileValidationTests {
  @Test("a good device file is accepted and names its profiles")
  func acceptsDevice() throws {
    let answer = try TestService().post("/profiles/validate", ProfileFixture.device("board-c"))
    #expect(answer.status == 200)
    #expect(try answer.json["valid"] == true)
    #expect(try answer.json["kind"] == "device")
    #expect(try answer.json["profiles"] == ["board-c.lib-1"])
  }

  @Test("a good kernel library is accepted")
  func acceptsLibrary() throws {
    let answer = try TestService().post("/profiles/validate", ProfileFixture.library)
    #expect(answer.status == 200)
    #expect(try answer.json["kind"] == "kernel_library")
  }

  @Test("a new version of a device in use is accepted: it would replace it")
  func acceptsReplacement() throws {
    let device = ProfileFixture.device("board-a", aliases: ["alpha"], version: "2")
    #expect(try TestService().post("/profiles/validate", device).status == 200)
  }

  struct Row: Sendable {
    var body: String
    var status: Int
    var problem: String
    var path: JSONValue?
  }

  @Test(
    "a file that the loader would refuse is refused with its place",
    arguments: [
      Row(body: "", status: 400, problem: "empty-body", path: nil),
      Row(body: "{", status: 400, problem: "malformed-profile", path: "$"),
      Row(body: "[]", status: 400, problem: "malformed-profile", path: "$"),
      Row(body: #"{"format": "else"}"#, status: 422, problem: "invalid-profile", path: "$.format"),
      Row(
        body: ProfileFixture.device("board-c", kernels: "lib-2.dsp"), status: 422,
        problem: "invalid-profile", path: "$.runtimes[0].kernels"),
      Row(
        body: ProfileFixture.device("board-c", aliases: ["board-b"]), status: 422,
        problem: "invalid-profile", path: "$.aliases[0]"),
      Row(
        body: ProfileFixture.device("board-c", clock: 300), status: 422,
        problem: "invalid-profile", path: "$.clock.default_mhz"),
    ])
  func refuses(row: Row) throws {
    let answer = try TestService().post("/profiles/validate", row.body)
    #expect(answer.status == row.status)
    #expect(try answer.problem == row.problem)
    #expect(try answer.json["path"] == row.path)
  }
}
