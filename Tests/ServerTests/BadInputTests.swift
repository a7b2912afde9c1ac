import JSON
import Testing

@testable import Server

/// Every wrong input of the table is answered with a problem document that names its place.
@Suite struct BadInputTests {
  /// One row: what is sent, and what must come back.
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var body: String
    var query = "profile=board-a"
    var status: Int
    var problem: String
    /// Members that the document must have beside those that every one has.
    var members: [String: JSONValue] = [:]

    var testDescription: String { name }
  }

  private static func softmax(_ input: String, _ output: String = "scores") -> String {
    #"{"op": "softmax", "name": "softmax", "inputs": ["\#(input)"], "outputs": ["\#(output)"]}"#
  }

  private static func relu(_ name: String, _ input: String, _ output: String) -> String {
    #"{"op": "relu", "name": "\#(name)", "inputs": ["\#(input)"], "outputs": ["\#(output)"]}"#
  }

  static let rows: [Row] = [
    Row(name: "an empty body", body: "", status: 400, problem: "empty-body"),
    Row(
      name: "a body of no known kind", body: "hello, world", status: 400,
      problem: "unrecognised-model"),
    Row(
      name: "JSON cut off", body: String(GraphFixture.small.dropLast(3)), status: 400,
      problem: "malformed-model", members: ["path": "$.outputs[0]", "line": 6]),
    Row(
      name: "a wrong type deep inside JSON",
      body: GraphFixture.graph(ops: [
        #"{"op": "conv2d", "inputs": ["image"], "outputs": ["scores"], "filters": 8, "kernel": [3, "3"]}"#
      ]), status: 400, problem: "malformed-model",
      members: ["path": "$.ops[0].kernel[1]", "line": 4]),
    Row(
      name: "an unknown member", body: #"{"format": "opmeter-graph/1", "nome": "x"}"#, status: 400,
      problem: "malformed-model", members: ["suggestion": "name"]),
    Row(
      name: "an unknown operation",
      body: GraphFixture.graph(ops: [
        #"{"op": "conv2", "inputs": ["image"], "outputs": ["scores"], "filters": 8, "kernel": [3, 3]}"#
      ]), status: 422, problem: "invalid-model",
      members: ["suggestion": "conv2d", "path": "$.ops[0].op"]),
    Row(
      name: "an unknown tensor", body: GraphFixture.graph(ops: [softmax("imago")]), status: 422,
      problem: "invalid-model",
      members: ["op": "softmax", "tensor": "imago", "suggestion": "image"]),
    Row(
      name: "a cycle",
      body: GraphFixture.graph(ops: [
        #"{"op": "add", "name": "a", "inputs": ["image", "y"], "outputs": ["x"]}"#,
        relu("b", "x", "y"), softmax("y"),
      ]), status: 422, problem: "invalid-model"),
    Row(
      name: "a tensor read before it is produced",
      body: GraphFixture.graph(ops: [softmax("x"), relu("b", "image", "x")]), status: 422,
      problem: "invalid-model", members: ["op": "softmax", "tensor": "x"]),
    Row(
      name: "a stated shape that is not the one computed",
      body: GraphFixture.graph(
        ops: [softmax("image")], tensors: #"[{"name": "scores", "shape": [1, 2]}]"#), status: 422,
      problem: "invalid-model", members: ["op": "softmax", "tensor": "scores"]),
    Row(
      name: "operands of different shapes",
      body: GraphFixture.graph(ops: [
        #"{"op": "conv2d", "name": "c", "inputs": ["image"], "outputs": ["x"], "filters": 3, "kernel": [3, 3]}"#,
        #"{"op": "add", "name": "sum", "inputs": ["image", "x"], "outputs": ["scores"]}"#,
      ]), status: 422, problem: "invalid-model", members: ["op": "sum"]),
    Row(
      name: "a dimension of zero",
      body: GraphFixture.graph(shape: "[1, 0, 16, 4]", ops: [softmax("image")]), status: 422,
      problem: "invalid-model", members: ["tensor": "image"]),
    Row(
      name: "a negative dimension",
      body: GraphFixture.graph(shape: "[1, -16, 16, 4]", ops: [softmax("image")]), status: 422,
      problem: "invalid-model", members: ["tensor": "image"]),
    Row(
      name: "dimensions of 2^31 x 2^31",
      body: GraphFixture.graph(
        shape: "[1, 2147483648, 2147483648, 1]", ops: [softmax("image")]), status: 422,
      problem: "invalid-model", members: ["tensor": "image"]),
    Row(
      name: "a product that passes 64 bits",
      body: GraphFixture.graph(
        shape: "[2147483647, 2147483647, 2147483647, 2147483647]", ops: [softmax("image")]),
      status: 422, problem: "invalid-model", members: ["tensor": "image"]),
    Row(
      name: "a filter of zero by zero",
      body: GraphFixture.graph(ops: [
        #"{"op": "conv2d", "name": "c", "inputs": ["image"], "outputs": ["scores"], "filters": 3, "kernel": [0, 0]}"#
      ]), status: 422, problem: "invalid-model", members: ["op": "c"]),
    Row(
      name: "a stride of zero",
      body: GraphFixture.graph(ops: [
        #"{"op": "conv2d", "name": "c", "inputs": ["image"], "outputs": ["scores"], "filters": 3, "kernel": [3, 3], "stride": [0, 0]}"#
      ]), status: 422, problem: "invalid-model", members: ["op": "c"]),
    Row(
      name: "an unknown profile", body: GraphFixture.small, query: "profile=bord-a", status: 422,
      problem: "unknown-profile", members: ["suggestion": "board-a", "parameter": "profile"]),
    Row(
      name: "a profile like none", body: GraphFixture.small, query: "profile=zzzzzzzzzz",
      status: 422, problem: "unknown-profile", members: ["parameter": "profile"]),
    Row(
      name: "an unknown query parameter", body: GraphFixture.small, query: "profil=board-a",
      status: 400, problem: "unknown-parameter",
      members: ["parameter": "profil", "suggestion": "profile"]),
    Row(
      name: "a parameter given twice", body: GraphFixture.small,
      query: "profile=board-a&clock_mhz=50&clock_mhz=60", status: 400,
      problem: "repeated-parameter", members: ["parameter": "clock_mhz"]),
    Row(
      name: "a broken escape in the query", body: GraphFixture.small, query: "profile=%zz",
      status: 400, problem: "malformed-query"),
    Row(
      name: "a choice that is none", body: GraphFixture.small, query: "detail=sumary", status: 400,
      problem: "invalid-parameter", members: ["parameter": "detail", "suggestion": "summary"]),
    Row(
      name: "an unknown format", body: GraphFixture.small, query: "format=pdf", status: 400,
      problem: "invalid-parameter", members: ["parameter": "format"]),
    Row(
      name: "a flag that is neither", body: GraphFixture.small, query: "gate=yes", status: 400,
      problem: "invalid-parameter", members: ["parameter": "gate"]),
    Row(
      name: "a clock that is no number", body: GraphFixture.small,
      query: "profile=board-a&clock_mhz=fast", status: 400, problem: "invalid-parameter",
      members: ["parameter": "clock_mhz"]),
    Row(
      name: "a clock of zero", body: GraphFixture.small, query: "profile=board-a&clock_mhz=0",
      status: 400, problem: "invalid-parameter", members: ["parameter": "clock_mhz"]),
    Row(
      name: "a clock that is infinite", body: GraphFixture.small,
      query: "profile=board-a&clock_mhz=1e999", status: 400, problem: "invalid-parameter",
      members: ["parameter": "clock_mhz"]),
    Row(
      name: "a clock that the device cannot run", body: GraphFixture.small,
      query: "profile=board-a&clock_mhz=201", status: 422, problem: "impossible-estimate",
      members: ["parameter": "clock_mhz"]),
    Row(
      name: "every profile and one more", body: GraphFixture.small,
      query: "profile=*&profile=alpha",
      status: 400, problem: "invalid-parameter", members: ["parameter": "profile"]),
    Row(
      name: "a budget with a unit of something else", body: GraphFixture.small,
      query: "profile=board-a&budget.sram=10ms", status: 400, problem: "invalid-parameter",
      members: ["parameter": "budget.sram"]),
    Row(
      name: "a mistyped budget", body: GraphFixture.small, query: "budget.latancy=10ms",
      status: 400, problem: "unknown-parameter", members: ["suggestion": "budget.latency"]),
    Row(
      name: "a negative budget", body: GraphFixture.small, query: "budget.latency=-1ms",
      status: 400, problem: "invalid-parameter", members: ["parameter": "budget.latency"]),
    Row(
      name: "a share where an amount is needed", body: GraphFixture.small,
      query: "reserve.sram=10pct", status: 400, problem: "invalid-parameter",
      members: ["parameter": "reserve.sram"]),
    Row(
      name: "a reserve that nothing could hold", body: GraphFixture.small,
      query: "reserve.sram=1e300GiB", status: 400, problem: "invalid-parameter",
      members: ["parameter": "reserve.sram"]),
    Row(
      name: "a zip archive", body: "PK\u{03}\u{04}rest of it", status: 415,
      problem: "unsupported-model"),
    Row(
      name: "an HTML page", body: "<!DOCTYPE html><html>Sign in</html>", status: 415,
      problem: "unsupported-model"),
  ]

  @Test("each row is answered with its status and members", arguments: rows)
  func answersProblem(row: Row) throws {
    let service = try TestService()
    let answer = try service.post("/estimate?\(row.query)", row.body)
    #expect(answer.status == row.status)
    #expect(try answer.problem == row.problem)
    for (name, value) in row.members {
      #expect(try answer.json[name] == value, "\(name) in \(answer.text)")
    }
  }

  @Test("no answer names a path of the host", arguments: rows)
  func showsNoHostPath(row: Row) throws {
    let service = try TestService()
    let answer = try service.post("/estimate?\(row.query)", row.body)
    #expect(!answer.text.contains(service.profiles.root))
  }
}
