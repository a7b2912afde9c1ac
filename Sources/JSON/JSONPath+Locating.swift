extension JSONPath {
  /// The path of whatever stands at `offset` in `bytes`.
  ///
  /// Readers keep no path while they read, which costs them nothing; when an error occurs the
  /// path is found again by walking the bytes before it. The walk believes what it sees, because
  /// those bytes were read without an error before.
  ///
  /// At a member's name or value the path ends in that member, at or inside an element in that
  /// element, and behind either in the container.
  ///
  /// - Complexity: O(*n*), where *n* is `offset`.
  init(at offset: Int, in bytes: [UInt8]) {
    var walk = PathWalk(bytes: bytes, end: min(offset, bytes.count))
    walk.run()
    self.init(walk.components)
  }

  /// Where the value with this path begins in `bytes`, a document that was read without an error,
  /// or nil where it has no such value.
  ///
  /// - Complexity: O(*n*), where *n* is the document's length.
  func offset(in bytes: [UInt8], limits: JSONLimits) -> Int? {
    var reader = JSONReader(bytes, limits: limits)
    return try? reader.seek(components[...])
  }
}

extension JSONReader {
  /// Moves to the value that `path` names inside the value at hand, and answers its offset.
  fileprivate mutating func seek(
    _ path: ArraySlice<JSONPath.Component>
  ) throws(JSONError) -> Int? {
    guard let next = path.first else { return position }
    switch next {
    case .member(let wanted):
      var members = try object()
      while let name = try members.next(&self) {
        if name.string == wanted { return try seek(path.dropFirst()) }
      }
    case .element(let wanted):
      var elements = try array()
      while try elements.next(&self) {
        if elements.index == wanted { return try seek(path.dropFirst()) }
      }
    }
    return nil
  }
}

/// One walk over the bytes before an offset, keeping the containers that are open.
private struct PathWalk {
  private struct Frame {
    var isObject: Bool
    var index = 0
    /// The offset of the opening quote of the member's name that was read last.
    var nameOffset = 0
    /// True from a member's name, or an element's first byte, to the end of its value.
    var isInside: Bool
    /// True where a string would be a member's name.
    var expectsName: Bool
  }

  let bytes: [UInt8]
  let end: Int
  private var position = 0
  private var frames: [Frame] = []

  init(bytes: [UInt8], end: Int) {
    self.bytes = bytes
    self.end = end
  }

  mutating func run() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "{"): open(Frame(isObject: true, isInside: false, expectsName: true))
      case UInt8(ascii: "["): open(Frame(isObject: false, isInside: true, expectsName: false))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
      case UInt8(ascii: ","): separate()
      case UInt8(ascii: "\""): string()
      case UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: scalar()
      }
    }
    noteNameAtEnd()
  }

  /// An error at a name belongs to the member of that name.
  private mutating func noteNameAtEnd() {
    guard position == end, end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return }
    guard let last = frames.indices.last, frames[last].expectsName else { return }
    guard name(at: end) != nil else { return }
    frames[last].nameOffset = end
    frames[last].isInside = true
  }

  private mutating func open(_ frame: Frame) {
    frames.append(frame)
    position += 1
  }

  private mutating func close() {
    _ = frames.popLast()
    position += 1
    valueEnded()
  }

  private mutating func separate() {
    position += 1
    guard let last = frames.indices.last else { return }
    frames[last].expectsName = frames[last].isObject
    frames[last].isInside = !frames[last].isObject
    frames[last].index += 1
  }

  private mutating func valueEnded() {
    guard let last = frames.indices.last else { return }
    frames[last].isInside = false
  }

  private mutating func string() {
    let start = position
    guard let after = endOfString(from: start) else {
      position = end
      return
    }
    position = min(after, end)
    guard let last = frames.indices.last, frames[last].expectsName else {
      if after <= end { valueEnded() }
      return
    }
    guard after <= end else { return }
    frames[last].nameOffset = start
    frames[last].isInside = true
    frames[last].expectsName = false
  }

  private mutating func scalar() {
    let start = position
    while position < end, !Self.endsScalar(bytes[position]) { position += 1 }
    if position < end || isComplete(start..<end) { valueEnded() }
  }

  /// Whether the bytes of `range`, which a number or literal may begin with, are a whole one: then
  /// what follows is past it.
  private func isComplete(_ range: Range<Int>) -> Bool {
    let text = bytes[range]
    if let last = text.last, last &- UInt8(ascii: "0") <= 9 { return true }
    return ["true", "false", "null"].contains { text.elementsEqual($0.utf8) }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x0A, 0x0D, 0x09: true
    default: false
    }
  }

  /// The offset after the closing quote of the string that opens at `start`, if it is closed.
  private func endOfString(from start: Int) -> Int? {
    var index = start + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return nil
  }

  /// The member name whose opening quote is at `start`, if it can be read.
  private func name(at start: Int) -> String? {
    guard let after = endOfString(from: start) else { return nil }
    var reader = JSONReader(Array(bytes[start..<after]))
    return try? reader.string()
  }

  /// The path of the place where the walk stopped.
  var components: [JSONPath.Component] {
    frames.compactMap { frame in
      guard frame.isInside else { return nil }
      guard frame.isObject else { return .element(frame.index) }
      return name(at: frame.nameOffset).map(JSONPath.Component.member)
    }
  }
}
