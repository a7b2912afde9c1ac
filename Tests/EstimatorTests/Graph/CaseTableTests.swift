import Testing

@testable import Estimator

struct CaseTableTests {
  @Test("a case's number is its place among all cases")
  func numbers() {
    #expect(OperatorKind.allCases.map(\.caseNumber) == Array(OperatorKind.allCases.indices))
    #expect(KernelClass.allCases.map(\.caseNumber) == Array(KernelClass.allCases.indices))
  }

  @Test("a table gives back what was put in, and nothing for other cases")
  func lookup() {
    var table: CaseTable<OperatorKind, Int> = [.conv2d: 1, .custom: 2]
    table[.add] = 3
    table[.conv2d] = nil
    let found = OperatorKind.allCases.compactMap { kind in table[kind].map { (kind, $0) } }
    #expect(found.map(\.0) == [.add, .custom])
    #expect(found.map(\.1) == [3, 2])
  }

  @Test("merging prefers the other table")
  func merging() {
    let base: CaseTable<KernelClass, String> = [.copy: "a", .control: "b"]
    let merged = base.merging([.copy: "c", .depthwise: "d"])
    #expect(merged == [.copy: "c", .control: "b", .depthwise: "d"])
  }

  @Test("the schema's names come back from known kinds, others keep their own")
  func runtimeNames() {
    #expect(RuntimeOperatorKind("CONV_2D").known == .conv2d)
    #expect(RuntimeOperatorKind("CONV_2D").name == "CONV_2D")
    #expect(RuntimeOperatorKind("LOGISTIC").known == .sigmoid)
    #expect(RuntimeOperatorKind("TFLite_Detection").known == .custom)
    #expect(RuntimeOperatorKind("TFLite_Detection").name == "TFLite_Detection")
    #expect(RuntimeOperatorKind("custom") != RuntimeOperatorKind("CUSTOM"))
  }
}
