extension ReportFormat {
  /// The format that an `Accept` header asks for, or `nil` when it accepts none of `offered`.
  ///
  /// RFC 9110 section 12.5.1: the most specific range that matches a format decides its quality;
  /// zero refuses it. Between equal qualities the order of `offered` decides. Parts that are no
  /// media range are passed over, and without any range left everything is accepted.
  ///
  /// - Complexity: O(length of the header x formats).
  public static func negotiated(
    accept header: String, among offered: [ReportFormat] = allCases
  ) -> ReportFormat? {
    let ranges = header.split(separator: ",").prefix(greatestRanges).compactMap(MediaRange.init)
    guard !ranges.isEmpty else { return offered.first }
    var best: (format: ReportFormat, quality: Int)?
    for format in offered {
      let quality = format.quality(in: ranges)
      if quality > best?.quality ?? 0 { best = (format, quality) }
    }
    return best?.format
  }

  /// Browsers send about eight; what follows these is not read.
  private static let greatestRanges = 64

  /// In thousandths; 0 where it is not accepted.
  private func quality(in ranges: [MediaRange]) -> Int {
    var best: (specificity: Int, quality: Int)?
    for range in ranges {
      guard let specificity = acceptedTypes.compactMap(range.specificity).max() else { continue }
      let candidate = (specificity, range.quality)
      if best.map({ candidate > $0 }) ?? true { best = candidate }
    }
    return best?.quality ?? 0
  }
}

/// One element of an `Accept` header.
private struct MediaRange {
  var type: String
  var subtype: String
  /// In thousandths, as RFC 9110 section 12.4.2 limits the digits.
  var quality = 1000

  init?(_ text: Substring) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
    let names = parts[0].lowercased().split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
    if names[0] == "*", names[1] != "*" { return nil }
    type = String(names[0])
    subtype = String(names[1])
    for parameter in parts.dropFirst() {
      let pair = parameter.split(separator: "=", maxSplits: 1).map(Self.trimmed)
      guard pair.count == 2, pair[0].lowercased() == "q" else { continue }
      guard let quality = Self.thousandths(pair[1]) else { return nil }
      self.quality = quality
    }
  }

  /// 2 for the type itself, 1 for `text/*`, 0 for `*/*`; `nil` when it does not match.
  func specificity(of name: String) -> Int? {
    if type == "*" { return 0 }
    if subtype == "*" { return name.hasPrefix(type + "/") ? 1 : nil }
    return name == "\(type)/\(subtype)" ? 2 : nil
  }

  /// `0.25` is 250; `nil` for what is not 0 to 1 with at most three digits.
  private static func thousandths(_ text: Substring) -> Int? {
    guard let first = text.first, first == "0" || first == "1" else { return nil }
    let rest = text.dropFirst()
    guard rest.isEmpty || rest.first == ".", rest.utf8.count <= 4 else { return nil }
    var value = first == "1" ? 1000 : 0
    var place = 100
    for digit in rest.dropFirst().utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value += Int(digit - UInt8(ascii: "0")) * place
      place /= 10
    }
    return value <= 1000 ? value : nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text
  }
}
