import Estimator
import HTTPCore
import JSON
import ProfileFiles

extension API {
  /// `POST /profiles/validate`: whether a device or kernel file would be accepted beside the set in
  /// use. Nothing is stored.
  func validateProfile(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    let snapshot = call.snapshot
    let body = call.request.body
    guard !body.isEmpty else {
      throw Problem(.emptyBody, "The body is empty; expected a device or kernel library file.")
    }
    // A tree is built of it, which takes longer than a connection's queue should.
    return .compute(cost: body.count) { ProfileValidation(body, beside: snapshot).response() }
  }
}

/// A profile file that somebody asks about.
private struct ProfileValidation {
  private let body: [UInt8]
  private let snapshot: ProfileSnapshot

  init(_ body: [UInt8], beside snapshot: ProfileSnapshot) {
    self.body = body
    self.snapshot = snapshot
  }

  func response() -> HTTPResponse {
    do {
      return try check()
    } catch {
      return Problem(profile: error, in: body).response
    }
  }

  private func check() throws(JSONError) -> HTTPResponse {
    let document = try JSONNode(document: body)
    let format = try document.member("format")
    switch try format.string() {
    case DeviceFile.format:
      let device = try decodeDevice()
      try check(device, document)
      return answer("device", device.id, device.runtimes.map { "\(device.id).\($0.id)" })
    case KernelLibraryFile.format:
      return answer("kernel_library", try KernelLibraryFile.decode(body).id, [])
    case let other:
      throw format.failure(
        .invalid(
          "expected \"\(DeviceFile.format)\" or \"\(KernelLibraryFile.format)\", "
            + "found \(JSONWriter.quoted(other.shortened))"))
    }
  }

  private func decodeDevice() throws(JSONError) -> Device {
    do {
      return try DeviceFile.decode(body, name: "")
    } catch {
      throw error.error
    }
  }

  /// What one file cannot know: its kernel libraries and its names must fit the others in use.
  private func check(_ device: Device, _ document: JSONNode) throws(JSONError) {
    let set = snapshot.profiles
    let libraries = set.libraries
    for (index, runtime) in device.runtimes.enumerated() {
      let node = try document.member("runtimes").elements()[index].member("kernels")
      guard let library = libraries.first(where: { $0.id == runtime.libraryID }) else {
        let nearest = nearestName(to: runtime.libraryID, among: libraries.map(\.id))
        throw node.failure(
          .invalid(
            "no kernel library in use has the id '\(runtime.libraryID)'"
              + (nearest.map { "; did you mean '\($0)'?" } ?? "")))
      }
      guard library.instructionSet == device.instructionSet else {
        throw node.failure(
          .invalid(
            "the library '\(library.id)' is for the class '\(library.instructionSet.rawValue)', "
              + "the device for '\(device.instructionSet.rawValue)'"))
      }
    }
    for (index, name) in ([device.id] + device.aliases).enumerated() {
      guard let other = set.profile(named: name)?.device.id, other != device.id else { continue }
      let node =
        index == 0
        ? try document.member("id") : try document.member("aliases").elements()[index - 1]
      throw node.failure(.invalid("the name '\(name)' already means the device \(other)"))
    }
  }

  private func answer(_ kind: String, _ id: String, _ profiles: [String]) -> HTTPResponse {
    .json { writer in
      writer.object { writer in
        writer.member("valid", true)
        writer.member("kind", kind)
        writer.member("id", id)
        writer.member("profiles", profiles)
        writer.origin(snapshot)
      }
    }
  }
}
