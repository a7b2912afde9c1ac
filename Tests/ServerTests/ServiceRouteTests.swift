import HTTPCore
import JSON
import Testing

@testable import Server

@Suite struct ServiceRouteTests {
  @Test("health is answered even while the service is about to stop, readiness is not")
  func tellsReadiness() throws {
    let service = try TestService()
    #expect(try service.get("/healthz").status == 200)
    #expect(try service.get("/readyz").status == 200)
    service.readiness.beginDraining()
    #expect(try service.get("/healthz").status == 200)
    let answer = try service.get("/readyz")
    #expect(answer.status == 503)
    #expect(try answer.problem == "draining")
    #expect(answer.response.headers["retry-after"] == "1")
  }

  @Test("every answer names the profiles that it was made with and is not to be taken for a script")
  func carriesCommonHeaders() throws {
    let service = try TestService()
    let digest = service.store.snapshot.digest
    for answer in [
      try service.get("/healthz"), try service.get("/nothing"), try service.get("/estimate"),
      try service.post("/estimate", GraphFixture.small), try service.post("/estimate", ""),
    ] {
      #expect(answer.response.headers["profiles-digest"] == digest)
      #expect(answer.response.headers["x-content-type-options"] == "nosniff")
    }
  }

  @Test("a valid traceparent comes back, a broken one is ignored")
  func carriesTrace() throws {
    let service = try TestService()
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    #expect(
      try service.get("/healthz", ["traceparent": trace]).response.headers["traceparent"] == trace)
    #expect(
      try service.get("/healthz", ["traceparent": "00-x"]).response.headers["traceparent"] == nil)
  }

  @Test("a mistyped path is not found, and the nearest is named")
  func suggestsPath() throws {
    let answer = try TestService().get("/profile")
    #expect(answer.status == 404)
    #expect(try answer.problem == "not-found")
    #expect(try answer.json["suggestion"] == "/profiles")
  }

  @Test("a method that a path does not take is refused, and those it takes are named")
  func refusesMethod() throws {
    let answer = try TestService().get("/estimate")
    #expect(answer.status == 405)
    #expect(try answer.problem == "method-not-allowed")
    #expect(answer.response.headers["allow"]?.contains("POST") == true)
  }

  @Test("the operators are those of the importer's table, with the libraries that cost them")
  func listsOperators() throws {
    let json = try TestService().get("/operators").json
    guard case .array(let operators) = json["operators"] else {
      Issue.record("no list")
      return
    }
    let convolution = operators.first { $0["op"] == "conv2d" }
    #expect(convolution?["graph_json"] == true)
    #expect(convolution?["kernel_libraries"] == ["lib-1.dsp"])
    guard case .array(let attributes) = convolution?["attributes"] else {
      Issue.record("no attributes")
      return
    }
    #expect(attributes.first { $0["name"] == "filters" }?["required"] == true)
    #expect(attributes.first { $0["name"] == "stride" }?["default"] == [1, 1])
  }

  @Test("the version names program and profiles")
  func tellsVersion() throws {
    let json = try TestService().get("/version").json
    #expect(json["name"] == "opmeter")
    #expect(json["version"] == .string(OpmeterVersion.current))
  }
}
