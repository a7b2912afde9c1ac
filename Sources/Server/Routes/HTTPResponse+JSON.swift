import HTTPCore
import JSON
import ProfileFiles

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

extension HTTPResponse {
  /// This answer with the tag of its version: of what it is made from, and of the program.
  ///
  /// It may be kept and has to be asked about each time, since profiles change at any moment.
  func tagged(_ source: String) -> HTTPResponse {
    var response = self
    response.headers.append("etag", EntityTag("\(source)-\(OpmeterVersion.current)").headerValue)
    response.headers.append("cache-control", "no-cache")
    return response
  }
}

extension JSONWriter {
  /// What says from which program and which profiles an answer came.
  mutating func origin(_ profiles: ProfileSet) {
    member("version", OpmeterVersion.current)
    member("profiles_digest", profiles.digest)
  }

  mutating func origin(_ snapshot: ProfileSnapshot) { origin(snapshot.profiles) }
}
