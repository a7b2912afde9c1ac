import Estimator
import Testing

@testable import Reports

@Suite struct TextReportTests {
  private func text(_ report: Report) -> String {
    String(decoding: report.write(as: .text), as: UTF8.self)
  }

  @Test("the first lines are a linker's memory table")
  func memoryTable() throws {
    let lines = try text(Fixture.single(.ops)).split(separator: "\n").prefix(3)
    #expect(
      lines == [
        "Memory region         Used Size  Region Size  %age Used",
        "            SRAM:       22528 B       320 KB      6.88%",
        "           FLASH:       57680 B         1 MB      5.50%",
      ])
  }

  @Test("a region that overflows says by how much")
  func overflow() throws {
    let text = try text(Fixture.several())
    #expect(text.contains("region 'too-small.lib-1.0 RAM' overflows by 2,528 B\n"))
    #expect(text.contains("112.64%"))
  }

  @Test("several default regions are named together")
  func regions() throws {
    var profile = try Fixture.profile()
    var device = profile.device
    device.memory[1].isDefault = true
    profile = Profile(
      device: device, runtime: profile.runtime, library: profile.library, digest: profile.digest)
    let text = try text(Fixture.report([Fixture.estimate(on: profile)]))
    #expect(text.contains("        SRAM+CCM:"))
  }

  @Test(
    "nothing that a terminal acts on comes through",
    arguments: [
      EstimateOptions.Detail.summary, .ops, .full,
    ])
  func escaping(_ detail: EstimateOptions.Detail) throws {
    for scalar in try text(Fixture.hostile(detail)).unicodeScalars where scalar != "\n" {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        Issue.record("U+\(String(scalar.value, radix: 16)) in the text")
      default: break
      }
    }
  }

  @Test("columns stand under their titles and lines end without spaces")
  func columns() {
    var table = TextTable([("a", .left), ("number", .right), ("last", .left)])
    table.add(["long cell", "7", "x"])
    table.add(["", "1,000", ""])
    var text = ByteText()
    table.write(to: &text)
    #expect(
      String(decoding: text.bytes, as: UTF8.self) == """
        a          number  last
        long cell       7  x
                    1,000

        """)
  }

  @Test("long names lose their middle")
  func longNames() {
    #expect(VisibleText.of("abcdefghijkl", limit: 6) == "abcd...kl")
    #expect(VisibleText.of("abcdef", limit: 6) == "abcdef")
    #expect(VisibleText.of("\u{1B}[0m", limit: 4) == "\\u001b[0m")
    #expect(VisibleText.of("\u{E0041}caf\u{E9}") == "\\ue0041caf\u{E9}")
  }
}
