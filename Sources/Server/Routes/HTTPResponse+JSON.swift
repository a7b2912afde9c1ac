import HTTPCore
import JSON

extension HTTPResponse {
  /// A JSON document, one line for machines and terminals alike.
  static func json(
    status: HTTPStatus = .ok, _ write: (inout JSONWriter) -> Void
  ) -> HTTPResponse {
    var writer = JSONWriter(reserving: 1_024)
    write(&writer)
    return HTTPResponse(
      status: status, headers: ["content-type": "application/json"],
      body: writer.finish() + [UInt8(ascii: "\n")])
  }
}

extension JSONWriter {
  /// What says from which program and which profiles an answer came.
  mutating func origin(_ snapshot: ProfileSnapshot) {
    member("version", OpmeterVersion.current)
    member("profiles_digest", snapshot.digest)
  }
}
