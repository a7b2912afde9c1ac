extension CheckReport {
  /// A suite for each model and profile, a case for each budget and limit, as `Report.junit()`.
  func junit() -> [UInt8] {
    var text = ByteText(reserving: 8_192)
    text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
    text.add("name", xml: "opmeter")
    text.add("tests", xml: items.reduce(0) { $0 + $1.cases.count })
    text.add("failures", xml: items.reduce(0) { $0 + $1.cases.count { $0.verdict == .fail } })
    text.add(" errors=\"0\" time=\"0\">\n")
    for item in items {
      let cases = item.cases
      text.add("  <testsuite")
      text.add("name", xml: "\(item.path) on \(item.profile)")
      text.add("tests", xml: cases.count)
      text.add("failures", xml: cases.count { $0.verdict == .fail })
      text.add(" errors=\"0\" skipped=\"0\" time=\"0\">\n")
      for one in cases {
        text.add("    <testcase")
        text.add("classname", xml: "\(item.path).\(item.profile)")
        text.add("name", xml: one.name)
        text.add(" time=\"0\">\n")
        if one.verdict == .fail {
          text.add("      <failure")
          text.add("message", xml: one.sentence)
          text.add(" type=\"")
          text.add(xml: one.type)
          text.add("\">")
          text.add(xml: one.sentence)
          text.add("</failure>\n")
        } else {
          text.add("      <system-out>")
          text.add(xml: one.sentence)
          text.add("</system-out>\n")
        }
        text.add("    </testcase>\n")
      }
      text.add("  </testsuite>\n")
    }
    text.add("</testsuites>\n")
    return text.bytes
  }
}
