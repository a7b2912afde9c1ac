import Estimator
import HTTPCore
import JSON
import Logging
import ProfileFiles
import Synchronization
import Testing

@testable import Server

@Suite struct ProfileStoreTests {
  private let profiles: TemporaryProfiles
  private let log = RecordedLog()
  private let store: ProfileStore

  init() throws {
    profiles = try TemporaryProfiles()
    store = try ProfileStore(source: .directory(profiles.directory), logger: log.logger)
  }

  @Test("a good change replaces the set")
  func loadsGoodChange() throws {
    let before = store.snapshot.digest
    try profiles.write("devices/board-c.json", ProfileFixture.device("board-c"))
    #expect(store.reload(.watch) == .loaded)
    #expect(store.snapshot.digest != before)
    #expect(store.snapshot.profiles.profile(named: "board-c") != nil)
    #expect(store.status.isLastSuccessful)
    #expect(store.status.counts == ["loaded": 1])
  }

  @Test("nothing new changes nothing, and is not even looked into without being asked")
  func keepsUnchanged() throws {
    let before = store.snapshot
    #expect(store.reloadIfChanged(.poll) == nil)
    #expect(store.reload(.signal) == .unchanged)
    #expect(store.snapshot === before)
  }

  @Test("a broken file leaves the last good set, and the status names file, path and reason")
  func keepsLastGood() throws {
    let before = store.snapshot
    try profiles.write(
      "devices/board-a.json",
      ProfileFixture.device("board-a").replacing("\"default_mhz\": 100", "\"default_mhz\": 900"))
    guard case .failed(let error) = store.reload(.watch) else {
      Issue.record("a broken set was taken")
      return
    }
    #expect(error.file == "devices/board-a.json")
    #expect(error.path == "$.clock.default_mhz")
    #expect(store.snapshot === before)
    #expect(!store.status.isLastSuccessful)
    #expect(store.status.error == error)
  }

  @Test("a file cut anywhere is refused as a whole or is the whole file")
  func refusesHalfWritten() throws {
    let text = ProfileFixture.device("board-a", clock: 90)
    let before = store.snapshot
    for length in stride(from: 0, to: text.count, by: 7) {
      try profiles.write("devices/board-a.json", String(text.prefix(length)))
      guard case .failed = store.reload(.watch) else {
        Issue.record("half a file was taken, cut at \(length)")
        return
      }
      #expect(store.snapshot === before)
    }
  }

  @Test("an error is named once, and so is its end")
  func logsOnce() throws {
    try profiles.write("devices/board-a.json", "{")
    for _ in 0..<3 { store.reload(.watch) }
    let errors = log.lines(.error)
    #expect(errors.count == 1)
    #expect(errors.first?.contains("file=devices/board-a.json") == true)
    try profiles.write(
      "devices/board-a.json", ProfileFixture.device("board-a", aliases: ["alpha"]))
    #expect(store.reload(.watch) == .unchanged)
    #expect(log.lines(.notice).count == 1)
    #expect(store.status.error == nil)
  }

  @Test("another error is named too")
  func logsEachError() throws {
    try profiles.write("devices/board-a.json", "{")
    store.reload(.watch)
    try profiles.write("devices/board-a.json", "[")
    store.reload(.watch)
    #expect(log.lines(.error).count == 2)
  }

  @Test("one file less is a set of its own; no file at all is refused")
  func deletes() throws {
    try profiles.remove("devices/board-b.json")
    #expect(store.reload(.watch) == .loaded)
    #expect(store.snapshot.profiles.profile(named: "board-b") == nil)
    try profiles.remove("devices/board-a.json")
    #expect(store.reload(.watch) == .failed(.noDevices))
    #expect(store.snapshot.profiles.profile(named: "board-a") != nil)
  }

  @Test("a directory that is gone is an error without a path of the host")
  func missesDirectory() throws {
    try profiles.rename("Profiles", to: "elsewhere")
    guard case .failed(let error) = store.reload(.watch) else {
      Issue.record("a set was loaded from nowhere")
      return
    }
    #expect(!error.description.contains(profiles.root))
    #expect(store.snapshot.profiles.profile(named: "board-a") != nil)
  }

  @Test("a request keeps the snapshot it began with")
  func keepsSnapshotOfRequest() throws {
    let taken = store.snapshot
    let digest = taken.digest
    try profiles.remove("devices/board-b.json")
    #expect(store.reload(.watch) == .loaded)
    #expect(taken.digest == digest)
    #expect(taken.profiles.profile(named: "board-b") != nil)
  }

  @Test("contents that never hold still are left for later, with the last good set in use")
  func waitsForQuiet() throws {
    let path = profiles.directory
    let profiles = profiles
    let edits = Atomic(0)
    var source = ProfileSource.directory(path)
    let load = source.load
    source.load = { () throws(ProfileSetError) in
      let clock = 50 + edits.wrappingAdd(1, ordering: .relaxed).newValue
      try? profiles.write("devices/board-b.json", ProfileFixture.device("board-b", clock: clock))
      return try load()
    }
    let store = try ProfileStore(source: source, logger: log.logger)
    let before = store.snapshot
    #expect(store.reload(.watch) == .unsettled)
    #expect(store.snapshot === before)
    #expect(store.status.isLastSuccessful)
  }

  @Test("a set that is bad at the start is a refusal to start")
  func refusesToStart() throws {
    try profiles.write("kernels/lib-1.dsp.json", "{}")
    #expect(throws: ServiceError.self) {
      _ = try Service(ServiceConfiguration(profileDirectory: profiles.directory))
    }
  }

  @Test("the status shows the error until it is over")
  func showsStatus() throws {
    let api = API(store: store, readiness: Readiness())
    func status() throws -> JSONValue {
      try TestAnswer(routed(.get, "/profiles/status", [:], [], through: api.router(), of: api)).json
    }
    #expect(try status()["last_reload"]?["successful"] == true)
    #expect(try status()["error"] == .null)
    try profiles.write("devices/board-a.json", "{")
    store.reload(.watch)
    let failed = try status()
    #expect(failed["last_reload"]?["successful"] == false)
    #expect(failed["error"]?["file"] == "devices/board-a.json")
    #expect(failed["error"]?["path"] == "$")
    #expect(failed["reloads"]?["failed"] == 1)
    #expect(failed["profiles"] == 2)
  }
}

extension String {
  /// The text with its only `part` replaced.
  func replacing(_ part: String, _ other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
