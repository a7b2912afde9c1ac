import HTTPCore

/// The version of an answer, for `ETag` and `If-None-Match` (RFC 9110 section 8.8.3).
///
/// Weak: the same content compressed is the same to us, and no part of an answer is ever asked for.
struct EntityTag: Hashable, Sendable {
  let value: String

  /// A tag of what an answer is made from; the program's version is always part of it.
  init(_ source: String) {
    let plain = source.utf8.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
    value = "W/\"\(String(decoding: plain, as: UTF8.self))-\(OpmeterVersion.current)\""
  }

  /// Whether the client has this version already. The comparison is weak, as section 13.1.2 asks.
  func isKnown(to request: HTTPRequest) -> Bool {
    request.headers.values("if-none-match").contains { field in
      field.split(separator: ",").contains { candidate in
        let tag = candidate.trimmingSpaces
        return tag == "*" || tag.droppingWeakness == value[...].droppingWeakness
      }
    }
  }
}

extension EntityTag {
  /// `content`, or 304 without it where the client has it.
  func answer(_ request: HTTPRequest, _ content: () -> HTTPResponse) -> HTTPResponse {
    var response = isKnown(to: request) ? HTTPResponse(status: .notModified) : content()
    response.headers.append("etag", value)
    // To be kept, and asked about each time: profiles change at any moment.
    response.headers.append("cache-control", "no-cache")
    return response
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let last = lastIndex(where: { !isSpace($0) }) else { return "" }
    return self[...last].drop(while: isSpace)
  }

  fileprivate var droppingWeakness: Substring { hasPrefix("W/") ? dropFirst(2) : self }
}
