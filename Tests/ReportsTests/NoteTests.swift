import Estimator
import Testing

@testable import Reports

@Suite struct NoteTests {
  private static let notes = [
    Report.Note(code: "fused", operation: "a", message: "a went into b."),
    Report.Note(code: "assumed_dtype", message: "As if int8."),
    Report.Note(code: "fused", operation: "c", message: "c went into d."),
  ]

  private func report(_ detail: EstimateOptions.Detail) throws -> Report {
    var report = try Fixture.report([Fixture.estimate(on: Fixture.profile())])
    report.detail = detail
    report.model.notes = Self.notes
    return report
  }

  @Test("rows come with every note, a summary with one a code and how many there are")
  func groupsInSummary() throws {
    #expect(try report(.ops).shownNotes.map(\.note) == Self.notes)
    #expect(try report(.ops).shownNotes.allSatisfy { $0.count == 1 })
    #expect(try report(.summary).shownNotes.map(\.note) == Array(Self.notes[..<2]))
    #expect(try report(.summary).shownNotes.map(\.count) == [2, 1])
  }

  @Test("every format for people shows them", arguments: [ReportFormat.text, .markdown])
  func isShown(format: ReportFormat) throws {
    let page = String(decoding: try report(.ops).write(as: format), as: UTF8.self)
    #expect(page.contains("a went into b. And 1 more like it."))
    #expect(page.contains("As if int8."))
  }
}
