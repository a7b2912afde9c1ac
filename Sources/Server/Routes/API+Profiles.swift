import Estimator
import HTTPCore
import JSON
import ProfileFiles

// Resources about profiles.
extension API {
  func profileList(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    return .response(call.snapshot.list.conditional(on: call.request))
  }

  func profile(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    let set = call.snapshot.profiles
    let profile = try Self.profile(call)
    // The whole set's digest: another device may have taken or given up an alias.
    let response = HTTPResponse(
      headers: ["content-type": "application/json"],
      body: ProfileDocument.detail(of: profile, in: set))
    return .response(
      response.tagged("\(profile.digest)-\(set.digest.suffix(16))").conditional(on: call.request))
  }

  /// The profile that the path names.
  static func profile(_ call: Call) throws(Problem) -> Profile {
    let name = call.parameters["id"] ?? ""
    let set = call.snapshot.profiles
    if let profile = set.profile(named: name) { return profile }
    var problem = Problem(.notFound, "There is no profile '\(name.shortened)'.")
    problem.suggest(name, among: set.names)
    throw problem
  }

  func profileSchema(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    let name = call.parameters["name"] ?? ""
    let schemas = call.snapshot.schemas
    guard let schema = schemas[name] else {
      let known =
        schemas.names.isEmpty
        ? "The profile directory has none." : "Known: \(schemas.names.joined(separator: ", "))."
      var problem = Problem(.notFound, "There is no schema '\(name.shortened)'. \(known)")
      problem.suggest(name, among: schemas.names)
      throw problem
    }
    let response = HTTPResponse(
      headers: ["content-type": "application/schema+json"], body: schema)
    return .response(
      response.tagged(DirectoryFingerprint.short(of: schema)).conditional(on: call.request))
  }

  func profileStatus(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    let status = store.status
    let reach = watch()
    var response = HTTPResponse.json { writer in
      writer.object { writer in
        writer.origin(call.snapshot)
        writer.member("profiles", call.snapshot.profiles.profiles.count)
        writer.member("devices", call.snapshot.profiles.devices.count)
        writer.member("kernel_libraries", call.snapshot.profiles.libraries.count)
        writer.member("loaded_at", call.snapshot.loadedAt.description)
        writer.object("last_reload") { writer in
          writer.member("successful", status.isLastSuccessful)
          writer.member("outcome", status.lastOutcome)
          writer.member("at", status.lastAttempt.description)
          writer.member("last_success_at", status.lastSuccess.description)
        }
        writer.object("reloads") { writer in
          for word in ReloadOutcome.words {
            writer.name(escaping: word)
            writer.write(status.counts[word] ?? 0)
          }
        }
        Self.write(status.error, since: status.errorSince, to: &writer)
        writer.object("watch") { writer in
          writer.member("events", (reach?.directories ?? 0) > 0)
          writer.member("directories", reach?.directories ?? 0)
        }
      }
    }
    response.headers.append("cache-control", "no-store")
    return .response(response)
  }

  private static func write(
    _ error: ProfileSetError?, since: Timestamp?, to writer: inout JSONWriter
  ) {
    guard let error else { return writer.nullMember("error") }
    writer.object("error") { writer in
      writer.memberOrNull("file", error.file)
      writer.memberOrNull("path", error.path)
      writer.memberOrNull("byte_offset", error.byteOffset)
      writer.member("reason", error.reason)
      writer.memberOrNull("suggestion", error.suggestion)
      writer.memberOrNull("since", since?.description)
    }
  }
}
