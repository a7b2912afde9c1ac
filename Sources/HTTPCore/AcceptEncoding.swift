/// What codings a client takes for an answer (RFC 9110 section 12.5.3).
enum AcceptEncoding {
  /// Whether gzip is wanted at least as much as the plain body.
  static func prefersGzip(_ headers: HTTPHeaders) -> Bool {
    guard headers.contains("accept-encoding") else { return false }
    var gzip: Int?
    var identity: Int?
    var rest: Int?
    for element in headers.values("accept-encoding").flatMap({ $0.split(separator: ",") }) {
      guard let (name, quality) = parse(element) else { continue }
      switch name {
      case "gzip", "x-gzip": gzip = quality
      case "identity": identity = quality
      case "*": rest = quality
      default: break
      }
    }
    let wanted = gzip ?? rest ?? 0
    // The plain body is always acceptable unless excluded, and unnamed it ranks lowest.
    return wanted > 0 && wanted >= (identity ?? 0)
  }

  /// A coding's name in small letters and its weight in thousandths; nil for what is neither.
  private static func parse(_ element: Substring) -> (name: String, quality: Int)? {
    let parts = element.split(separator: ";", omittingEmptySubsequences: false)
      .map { ByteClass.trimmed(Array($0.utf8)[...]) }
    guard let name = parts.first, !name.isEmpty, name.allSatisfy(ByteClass.isToken) else {
      return nil
    }
    let text = String(decoding: name, as: UTF8.self).lowercased()
    guard parts.count > 1 else { return (text, 1_000) }
    guard parts.count == 2, let quality = thousandths(parts[1]) else { return nil }
    return (text, quality)
  }

  /// `q=0.5`: at most three digits behind the point, at most 1 (RFC 9110 section 12.4.2).
  private static func thousandths(_ bytes: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    guard text.hasPrefix("q=") else { return nil }
    let parts = text.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0] == "0" || parts[0] == "1" else { return nil }
    let digits = parts.count == 2 ? parts[1] : ""
    guard digits.utf8.count <= 3, digits.utf8.allSatisfy(ByteClass.isDigit) else { return nil }
    let fraction = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count)) ?? 0
    let quality = (parts[0] == "1" ? 1_000 : 0) + fraction
    return quality <= 1_000 ? quality : nil
  }
}
