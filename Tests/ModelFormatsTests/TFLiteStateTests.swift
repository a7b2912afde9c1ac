import Estimator
import Testing

@testable import ModelFormats

/// Control flow, variables, layers with state, and metadata.
@Suite struct TFLiteStateTests {
  private typealias Fixture = TFLiteFixture

  /// A main graph whose one operator runs bodies, and those bodies.
  private func control(_ code: Int, _ options: [Int: FlatBufferValue], bodies: [Fixture.Subgraph])
    -> TFLiteFixture
  {
    var fixture = TFLiteFixture(
      code, tensors: [Fixture.activation("x", [1, 4]), Fixture.activation("y", [1, 4])],
      options: options)
    fixture.subgraphs += bodies
    return fixture
  }

  private var relu: Fixture.Subgraph {
    Fixture.Subgraph(
      name: "body", tensors: [Fixture.activation("a", [1, 4]), Fixture.activation("b", [1, 4])],
      operators: [Fixture.Operator(code: 19, inputs: [0], outputs: [1])], inputs: [0],
      outputs: [1])
  }

  @Test("the bodies of IF and WHILE are graphs of their own, even without operations")
  func bodies() throws {
    let empty = Fixture.Subgraph(
      name: "else", tensors: [Fixture.activation("a", [1, 4])], operators: [], inputs: [0],
      outputs: [0])
    let model = try importModel(
      control(118, [0: .int32(1), 1: .int32(2)], bodies: [relu, empty]).bytes())
    #expect(
      model.graph.operations[0].op == .control(Control(kind: .ifOp, subgraphs: [1, 2])))
    #expect(model.graph.subgraphs.map(\.operations.count) == [1, 0])
    #expect(model.facts.subgraphs.map(\.tensorCount) == [2, 2, 1])
  }

  @Test("a body that does not exist is refused")
  func missingBody() {
    let fixture = control(129, [0: .int32(7)], bodies: [relu])
    #expect(throws: ImportError.graph(.subgraph(op: "y", index: 7), place: nil)) {
      try importModel(fixture.bytes())
    }
  }

  @Test("bodies that run each other in a circle are refused", .timeLimit(.minutes(20)))
  func circularBodies() {
    func calling(_ body: Int) -> Fixture.Subgraph {
      Fixture.Subgraph(
        name: "body", tensors: [Fixture.activation("a\(body)", [1, 4])],
        operators: [
          Fixture.Operator(code: 129, inputs: [], outputs: [], options: [0: .int32(body)])
        ], inputs: [0], outputs: [0])
    }
    let fixture = control(129, [0: .int32(1)], bodies: [calling(2), calling(3), calling(1)])
    #expect {
      try importModel(fixture.bytes())
    } throws: { error in
      guard case .graph(.cycle(let ops), _)? = error as? ImportError else { return false }
      return ops.count == 3
    }
  }

  @Test("variables are known by the name that their handle was given")
  func variables() throws {
    let handle = Fixture.activation("handle", [1], type: 13)
    let fixture = TFLiteFixture([
      Fixture.Subgraph(
        tensors: [
          handle, Fixture.activation("old", [1, 4]), Fixture.activation("new", [1, 4]),
        ],
        operators: [
          Fixture.Operator(
            code: 142, inputs: [], outputs: [0], options: [1: .string("stream/states")]),
          Fixture.Operator(code: 143, inputs: [0], outputs: [1]),
          Fixture.Operator(code: 19, inputs: [1], outputs: [2]),
          Fixture.Operator(code: 144, inputs: [0, 2], outputs: []),
        ], inputs: [], outputs: [2])
    ])
    let graph = try importModel(fixture.bytes()).graph
    let resources = graph.operations.map { operation -> String? in
      guard case .control(let control) = operation.op else { return nil }
      return control.resource
    }
    #expect(resources == ["stream/states", "stream/states", nil, "stream/states"])
    #expect(graph.operations[3].name == "ASSIGN_VARIABLE_3")
  }

  @Test("a sequence LSTM has the units of its gates and its state in variables")
  func lstm() throws {
    var tensors = [Fixture.activation("x", [1, 28, 28])]
    tensors += (0..<4).map { Fixture.constant("i\($0)", [20, 28]) }
    tensors += (0..<4).map { Fixture.constant("r\($0)", [20, 20]) }
    tensors += (0..<4).map { Fixture.constant("b\($0)", [20], type: 2) }
    var state = Fixture.activation("h", [1, 20])
    state.isVariable = true
    tensors += [state, state, Fixture.activation("y", [1, 28, 20])]
    var fixture = TFLiteFixture(44, tensors: tensors)
    fixture.subgraphs[0].operators[0].inputs =
      [0] + Array(1...8) + [-1, -1, -1] + Array(9...12) + [-1, -1, 13, 14]
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.macs == 4 * 28 * 20 * 48)
    #expect(graph.tensors.filter { $0.storage == .variable }.count == 2)
  }

  @Test("an SVDF's features are its units times its rank")
  func svdf() throws {
    var state = Fixture.activation("state", [1, 80])
    state.isVariable = true
    let fixture = TFLiteFixture(
      27,
      tensors: [
        Fixture.activation("x", [1, 16]), Fixture.constant("features", [8, 16]),
        Fixture.constant("time", [8, 10]), Fixture.constant("bias", [4], type: 2), state,
        Fixture.activation("y", [1, 4]),
      ], options: [0: .int32(2)])
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.macs == 8 * 16 + 8 * 10)
  }

  @Test("a memory plan in the metadata is read by tensor")
  func offlinePlan() throws {
    var fixture = TFLiteFixture.small
    let numbers = [1, 0, 8, 0, -1, -1, 192, -1, -1, -1, -1]
    fixture.metadata.append(
      (
        "OfflineMemoryAllocation",
        numbers.flatMap { number in
          (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
      ))
    let model = try importModel(fixture.bytes())
    #expect(
      model.facts.offlinePlan
        == OfflineMemoryPlan(
          version: 1, subgraph: 0, offsets: [0, nil, nil, 192, nil, nil, nil, nil]))
    #expect(model.facts.notes.isEmpty)
    #expect(model.graph.tensors.map(\.arenaOffset) == model.facts.offlinePlan?.offsets)
  }

  @Test("a memory plan for another number of tensors is followed as far as it goes, with a note")
  func planOfAnotherModel() throws {
    var fixture = TFLiteFixture.small
    let numbers = [1, 0, 1, 64]
    fixture.metadata.append(
      (
        "OfflineMemoryAllocation",
        numbers.flatMap { number in
          (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
      ))
    let model = try importModel(fixture.bytes())
    #expect(model.facts.notes.map(\.code) == ["offline_plan_refused"])
    #expect(model.graph.tensors.map(\.arenaOffset) == [64] + Array(repeating: nil, count: 7))
  }

  @Test("a memory plan that is cut off is left out with a note")
  func cutPlan() throws {
    var fixture = TFLiteFixture.small
    fixture.metadata.append(("OfflineMemoryAllocation", [1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0]))
    let facts = try importModel(fixture.bytes()).facts
    #expect(facts.offlinePlan == nil)
    #expect(facts.notes.map(\.code) == ["offline_plan_ignored"])
  }
}
