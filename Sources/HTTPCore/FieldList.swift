import CNghttp2

/// An answer's fields, back to back in one buffer, in the form that the session takes.
///
/// One list serves all answers of a connection in turn, for the sake of its memory.
struct FieldList {
  private var bytes: [UInt8] = []
  private var ends: [(name: Int, value: Int)] = []
  private var entries: [nghttp2_nv] = []
  /// The field, if any, whose value is never the same twice.
  private var unique: Int?

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    unique = nil
  }

  mutating func append(_ name: StaticString, decimal: Int) {
    append(name) { ResponseWriter.appendDecimal(decimal, to: &$0) }
  }

  mutating func append(_ name: StaticString, _ value: (inout [UInt8]) -> Void) {
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    let nameEnd = bytes.count
    value(&bytes)
    ends.append((nameEnd, bytes.count))
  }

  /// Adds a field whose name is not known when this is compiled; the session makes its letters small.
  ///
  /// A value that is unique to this answer is kept out of the compression's table, where it would drive
  /// out what can be used again.
  mutating func append(name: String, _ value: String, isUnique: Bool = false) {
    if isUnique { unique = ends.count }
    bytes.append(contentsOf: name.utf8)
    let nameEnd = bytes.count
    bytes.append(contentsOf: value.utf8)
    ends.append((nameEnd, bytes.count))
  }

  /// The fields of an answer, without those that have no place in HTTP/2 (RFC 9113 section 8.2.2).
  mutating func append(_ headers: HTTPHeaders) {
    headers.text.withUnsafeBufferPointer { text in
      for field in headers.fields where !ResponseWriter.isOwn(field, text) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[field.nameBytes]))
        let nameEnd = bytes.count
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[field.valueBytes]))
        ends.append((nameEnd, bytes.count))
      }
    }
  }

  /// Calls `body` with pointers that hold while it runs; the session copies what they point to.
  mutating func withEntries(_ body: (UnsafeBufferPointer<nghttp2_nv>) -> Void) {
    entries.removeAll(keepingCapacity: true)
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      for (index, end) in ends.enumerated() {
        let flags = index == unique ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE
        entries.append(
          nghttp2_nv(
            name: base + start, value: base + end.name, namelen: end.name - start,
            valuelen: end.value - end.name, flags: UInt8(flags.rawValue)))
        start = end.value
      }
      entries.withUnsafeBufferPointer(body)
    }
  }
}
