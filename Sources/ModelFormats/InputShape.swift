/// The shape of one input as people write it: `name:1x3x96x96`.
public struct InputShape: Hashable, Sendable {
  public var name: String
  public var extents: [Int]

  /// Reads `NAME:EXTENTxEXTENT...`. The last colon parts the two, since tensor names hold colons.
  ///
  /// - Returns: `nil` where the text is not of that form: each extent is a decimal number from 1 to
  ///   2,147,483,647, and there are at most 8 of them.
  public init?(parsing text: String) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex else { return nil }
    let words = text[text.index(after: colon)...]
      .split(separator: "x", maxSplits: 8, omittingEmptySubsequences: false)
    guard words.count <= 8 else { return nil }
    var extents: [Int] = []
    for word in words {
      let isDecimal = word.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isDecimal, let extent = Int32(word), extent > 0 else { return nil }
      extents.append(Int(extent))
    }
    self.name = String(text[..<colon])
    self.extents = extents
  }

  /// The form that `init(parsing:)` reads, for sentences.
  public static let example = "input:1x3x96x96"
}
