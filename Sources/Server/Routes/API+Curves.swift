import Estimator
import HTTPCore
import ProfileFiles
import Reports

extension API {
  /// `GET /profiles/{id}/curves`.
  func curves(_ call: Call) throws(Problem) -> HTTPReply {
    let query = try QueryReader(call.request, known: ["format"])
    let format = try query.choice("format", of: Curves.Format.self) ?? .json
    let profile = try Self.profile(call)
    let set = call.snapshot.profiles
    let curves: Curves
    do {
      curves = try Curves(
        of: profile, version: OpmeterVersion.current, profilesDigest: set.digest)
    } catch {
      throw Problem(error, on: profile)
    }
    let response = HTTPResponse(
      headers: ["content-type": format.mediaType], body: curves.write(as: format))
    let tag = "\(profile.digest)-\(set.digest.suffix(16))-\(format.rawValue)"
    return .response(response.tagged(tag).conditional(on: call.request))
  }
}
