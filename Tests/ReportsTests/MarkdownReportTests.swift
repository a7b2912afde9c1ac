import Estimator
import Testing

@testable import Reports

@Suite struct MarkdownReportTests {
  private func text(_ report: Report) -> String {
    String(decoding: report.write(as: .markdown), as: UTF8.self)
  }

  /// Every block of lines that begin with a pipe has as many cells in each line as in its first.
  private func checkTables(_ text: String) {
    var cells: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        cells = nil
        continue
      }
      // No cell may hold a pipe, escaped or not: readers differ on escapes inside code.
      let count = line.split(separator: "|", omittingEmptySubsequences: false).count
      #expect(count == cells ?? count, "\(line)")
      cells = count
    }
  }

  @Test("a sentence comes first, then a table, then details")
  func order() throws {
    let text = try text(Fixture.single(.ops))
    let sentence = try #require(text.firstRange(of: "One inference of `tiny` on"))
    let table = try #require(text.firstRange(of: "| Profile | Latency |"))
    let details = try #require(text.firstRange(of: "<details>"))
    #expect(sentence.lowerBound == text.startIndex)
    #expect(sentence.upperBound < table.lowerBound)
    #expect(table.upperBound < details.lowerBound)
    checkTables(text)
  }

  @Test("hostile names break no table, make no element and no mention")
  func escaping() throws {
    let text = try text(Fixture.hostile())
    checkTables(text)
    #expect(!text.contains("<script"))
    #expect(!text.contains("<!--"))
    let own = ["<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>"]
    let left = own.reduce(text) { $0.replacing($1, with: "") }
    #expect(!left.contains("<") && !left.contains(">"))
    // Signs that Markdown acts on stand in code alone.
    let outside = left.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    #expect(!outside.contains("@team"))
    #expect(!outside.contains("http://"))
    #expect(!outside.contains("[l]"))
  }

  @Test("a name is code, or HTML with every sign as its number")
  func code() {
    #expect(MarkdownText.code("conv2d_1/Relu;x") == "`conv2d_1/Relu;x`")
    #expect(MarkdownText.code("a|b") == "<code>a&#124;b</code>")
    #expect(MarkdownText.code("a`b") == "<code>a&#96;b</code>")
    #expect(MarkdownText.code("a\\") == "<code>a&#92;</code>")
    #expect(MarkdownText.code("a<b c>") == "<code>a&#60;b c&#62;</code>")
    #expect(MarkdownText.code("<\u{301}") == "<code>&#60;\u{301}</code>")
    #expect(MarkdownText.code(" a") == "<code> a</code>")
    #expect(MarkdownText.code("") == "(no name)")
    #expect(MarkdownText.htmlCode("a_<b>.c") == "<code>a_&#60;b&#62;.c</code>")
  }

  @Test("300 operations fit on a page with all their rows")
  func large() throws {
    let text = try text(
      Fixture.large(300) { "functional_1/block_\($0)/expand/BatchNorm/FusedBatchNormV3" })
    #expect(text.utf8.count <= MarkdownPage.limit)
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("| 299 |") }.count == 1)
    #expect(!text.contains("left out"))
  }

  @Test("details that do not fit are left out with a note, and the table is kept")
  func truncated() throws {
    let text = try text(Fixture.large(2000) { "operation_\($0)" })
    #expect(text.utf8.count <= MarkdownPage.limit)
    #expect(text.utf8.count > MarkdownPage.limit * 9 / 10, "what has room stands there")
    #expect(text.contains("| Profile | Latency |"))
    #expect(text.contains("<summary>By operation type</summary>"))
    #expect(text.contains("<summary>Operations</summary>"))
    let shown = text.split(separator: "\n").count { $0.contains("| `operation_") }
    #expect(text.contains("_And \(2000 - shown) more._"))
    #expect(text.components("<details>") == text.components("</details>"))
  }

  @Test("names that grow when escaped cannot pass the limit")
  func hostileSize() throws {
    let text = try text(Fixture.large(300) { _ in String(repeating: "|", count: 60) })
    #expect(text.utf8.count <= MarkdownPage.limit)
    #expect(text.contains("| Profile | Latency |"))
    #expect(text.contains(" more._"))
  }

  @Test("a table that does not fit ends in the number of rows it lacks")
  func manyProfiles() throws {
    let estimate = try Fixture.estimate(on: Fixture.profile())
    let report = try Fixture.report(
      detail: .summary, budgets: [("latency", "1ms")], Array(repeating: estimate, count: 2000))
    let text = text(report)
    #expect(text.utf8.count <= MarkdownPage.limit)
    #expect(text.contains("more rows do not fit on a page of 65536 characters."))
    #expect(text.hasPrefix("`tiny` fits 2000 of 2000 profiles."))
    checkTables(text)
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int {
    ranges(of: part).count
  }
}
