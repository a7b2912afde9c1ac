import HTTPCore
import JSON

/// What went wrong, as clients get it: a problem document (RFC 9457).
///
/// Layers throw errors of their own; only here do they become statuses and members.
struct Problem: Error, Equatable, Sendable {
  var type: ProblemType
  /// One or two sentences about this occurrence: what arrived, what was expected, what to do.
  var detail: String
  /// The operation at fault, by its name in the model.
  var op: String?
  /// The tensor at fault.
  var tensor: String?
  /// The place in a JSON document, as `$.ops[3].kernel`.
  var path: String?
  /// The place in the body, in bytes from its start; in a malformed request, from the request's start.
  var byteOffset: Int?
  /// The line of a text body, from 1.
  var line: Int?
  /// The column of a table, from its header.
  var column: String?
  /// The known name that was probably meant.
  var suggestion: String?
  /// The query parameter at fault.
  var parameter: String?
  /// Header fields that go with the answer: Allow, Retry-After, Accept-Encoding.
  var headers: HTTPHeaders

  init(
    _ type: ProblemType, _ detail: String, op: String? = nil, tensor: String? = nil,
    path: String? = nil, byteOffset: Int? = nil, line: Int? = nil, column: String? = nil,
    suggestion: String? = nil,
    parameter: String? = nil, headers: HTTPHeaders = [:]
  ) {
    self.type = type
    self.detail = detail
    self.op = op
    self.tensor = tensor
    self.path = path
    self.byteOffset = byteOffset
    self.line = line
    self.column = column
    self.suggestion = suggestion
    self.parameter = parameter
    self.headers = headers
  }

  var status: HTTPStatus { type.status }
}

extension Problem {
  /// The document's members in their order; what does not apply is left out.
  private var members: [JSONMember] {
    var members: [JSONMember] = [
      JSONMember("type", .string(type.uri)),
      JSONMember("title", .string(type.title)),
      JSONMember("status", .integer(status.code)),
      JSONMember("detail", .string(detail)),
    ]
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(JSONMember(name, value)) }
    }
    add("op", op.map(JSONValue.string))
    add("tensor", tensor.map(JSONValue.string))
    add("path", path.map(JSONValue.string))
    add("byte_offset", byteOffset.map(JSONValue.integer))
    add("line", line.map(JSONValue.integer))
    add("column", column.map(JSONValue.string))
    add("parameter", parameter.map(JSONValue.string))
    add("suggestion", suggestion.map(JSONValue.string))
    return members
  }
}

extension Problem {
  static let mediaType = "application/problem+json"

  /// Writes the document's members into an object that is open.
  func writeMembers(to writer: inout JSONWriter) {
    for member in members {
      writer.name(escaping: member.name)
      writer.write(member.value)
    }
  }

  /// Offers the known name that `name` probably meant.
  mutating func suggest(_ name: String, among known: [String]) {
    guard let nearest = nearestName(to: name, among: known) else { return }
    suggestion = nearest
    detail += " Did you mean '\(nearest)'?"
  }

  /// The document alone.
  var document: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in writeMembers(to: &writer) }
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  /// The answer that carries the document.
  var response: HTTPResponse {
    var headers = headers
    headers.append("content-type", Self.mediaType)
    headers.append("cache-control", "no-store")
    return HTTPResponse(status: status, headers: headers, body: document)
  }
}
