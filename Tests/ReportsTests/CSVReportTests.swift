import Estimator
import Reports
import Testing

@Suite struct CSVReportTests {
  /// Records and fields by RFC 4180, section 2; nil where the text breaks a rule of it.
  private func records(_ bytes: [UInt8]) -> [[String]]? {
    var records: [[String]] = [[]]
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while true {
      var field = String.UnicodeScalarView()
      if rest.first == "\"" {
        rest.removeFirst()
        while true {
          guard let next = rest.popFirst() else { return nil }
          if next != "\"" {
            field.append(next)
          } else if rest.first == "\"" {
            field.append(rest.removeFirst())
          } else {
            break
          }
        }
      } else {
        while let next = rest.first, next != ",", next != "\r" {
          if next == "\"" || next == "\n" { return nil }
          field.append(rest.removeFirst())
        }
      }
      records[records.count - 1].append(String(field))
      guard let separator = rest.popFirst() else { return nil }
      if separator == "," { continue }
      guard separator == "\r", rest.popFirst() == "\n" else { return nil }
      if rest.isEmpty { return records }
      records.append([])
    }
  }

  private func parsed(_ report: Report) throws -> [[String]] {
    try #require(records(report.write(as: .csv)))
  }

  @Test("one record an operation under a header with units")
  func operations() throws {
    let records = try parsed(Fixture.single(.ops))
    #expect(records.count == 4)
    #expect(Set(records.map(\.count)) == [26])
    let row = Dictionary(uniqueKeysWithValues: zip(records[0], records[1]))
    #expect(row["model"] == "tiny")
    #expect(row["profile"] == "nucleo-test.lib-1.0")
    #expect(row["latency_ms"] == "8")
    #expect(row["latency_ms_high"] == "10")
    #expect(row["output_shape"] == "1x25x5x64")
    #expect(row["cycles"] == "800000")
  }

  @Test("in summary, one record a profile")
  func profiles() throws {
    let records = try parsed(Fixture.several())
    #expect(records.count == 4)
    #expect(Set(records.map(\.count)) == [32])
    let rows = records.dropFirst().map {
      Dictionary(uniqueKeysWithValues: zip(records[0], $0))
    }
    #expect(rows.map { $0["latency_ms"] } == ["12", "48", ""])
    #expect(rows.map { $0["sram_fits"] } == ["true", "false", "true"])
    #expect(rows.map { $0["pass"] } == ["true", "false", "false"])
  }

  @Test("hostile names stay in their cell, and none begins a formula")
  func escaping() throws {
    let records = try parsed(Fixture.hostile(.ops))
    #expect(records.count == 4)
    #expect(Set(records.map(\.count)) == [26])
    #expect(records[1][3] == Fixture.hostileNames[0])
    for cell in records.dropFirst().joined() {
      #expect(!["=", "+", "-", "@"].contains { cell.hasPrefix($0) })
      #expect(!cell.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
    #expect(records[2][3].hasPrefix("'=cmd|"))
  }
}
