import Estimator
import Reports
import Testing

@Suite struct GoldenTests {
  @Test("each format of one result is the recorded text", arguments: ReportFormat.allCases)
  func single(_ format: ReportFormat) throws {
    try Golden.expect(Fixture.single(.full).write(as: format), is: "single.\(format.rawValue)")
  }

  @Test("each format of a comparison is the recorded text", arguments: ReportFormat.allCases)
  func several(_ format: ReportFormat) throws {
    try Golden.expect(Fixture.several().write(as: format), is: "several.\(format.rawValue)")
  }

  @Test(
    "each format of an incomplete result is the recorded text", arguments: ReportFormat.allCases)
  func incomplete(_ format: ReportFormat) throws {
    try Golden.expect(Fixture.incomplete().write(as: format), is: "incomplete.\(format.rawValue)")
  }

  @Test("each format of hostile names is the recorded text", arguments: ReportFormat.allCases)
  func hostile(_ format: ReportFormat) throws {
    try Golden.expect(Fixture.hostile().write(as: format), is: "hostile.\(format.rawValue)")
  }

  @Test("the same report is the same bytes, whoever writes it", arguments: ReportFormat.allCases)
  func deterministic(_ format: ReportFormat) async throws {
    let first = try Fixture.hostile().write(as: format)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 { group.addTask { try Fixture.hostile().write(as: format) } }
      for try await bytes in group { #expect(bytes == first) }
    }
  }
}
