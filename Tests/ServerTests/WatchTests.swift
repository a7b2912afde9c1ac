import Estimator
import Foundation
import Logging
import ProfileFiles
import Testing

@testable import Server

/// Changes on disk are seen through real inotify events; nothing here waits for time.
///
/// One after the other: a user's inotify instances are few (128), and shared with all that it runs.
@Suite(.serialized, .timeLimit(.minutes(20))) struct WatchTests {
  /// A way to change the set on disk so that another digest comes of it.
  struct Change: Sendable, CustomTestStringConvertible {
    var name: String
    var prepare: @Sendable (TemporaryProfiles) throws -> Void = { _ in }
    var apply: @Sendable (TemporaryProfiles) throws -> Void

    var testDescription: String { name }
  }

  private static let other = ProfileFixture.device("board-b", clock: 77)

  /// A second complete set at `name` below the root, with another clock.
  private static func makeSet(_ name: String, in profiles: TemporaryProfiles) throws {
    for folder in ["devices", "kernels"] { try profiles.makeFolder("\(name)/\(folder)") }
    try profiles.write("../\(name)/devices/board-b.json", other)
    try profiles.write("../\(name)/kernels/lib-1.dsp.json", ProfileFixture.library)
  }

  static let changes: [Change] = [
    Change(name: "a file edited in place") { try $0.write("devices/board-b.json", other) },
    Change(name: "a file written elsewhere and renamed into place") {
      try $0.replace("devices/board-b.json", other)
    },
    Change(name: "a file edited in pieces") { profiles in
      let path = URL(filePath: profiles.directory + "/devices/board-b.json")
      let handle = try FileHandle(forWritingTo: path)
      try handle.truncate(atOffset: 0)
      for chunk in stride(from: 0, to: other.count, by: 100) {
        try handle.write(contentsOf: Data(other.utf8.dropFirst(chunk).prefix(100)))
      }
      try handle.close()
    },
    Change(name: "a new file") {
      try $0.write("devices/board-c.json", ProfileFixture.device("board-c"))
    },
    Change(name: "a file deleted") { try $0.remove("devices/board-b.json") },
    Change(name: "a file renamed away from its ending") {
      try $0.rename("Profiles/devices/board-b.json", to: "Profiles/devices/board-b.json~")
    },
    Change(name: "a kernel library edited") {
      try $0.write("kernels/lib-1.dsp.json", ProfileFixture.library.replacing("1.2", "1.3"))
    },
    Change(name: "a folder replaced by another") { profiles in
      try makeSet("next", in: profiles)
      try profiles.rename("Profiles/devices", to: "old")
      try profiles.rename("next/devices", to: "Profiles/devices")
    },
    Change(name: "the profile directory replaced by another") { profiles in
      try makeSet("next", in: profiles)
      try profiles.rename("Profiles", to: "old")
      try profiles.rename("next", to: "Profiles")
    },
    Change(
      name: "a link to the profile directory turned",
      prepare: { profiles in
        try profiles.rename("Profiles", to: "first")
        try profiles.link("Profiles", to: "first")
        try makeSet("second", in: profiles)
      },
      apply: { profiles in
        try profiles.link("turned", to: "second")
        try profiles.rename("turned", to: "Profiles")
      }),
    Change(
      name: "a ConfigMap's ..data turned",
      prepare: { profiles in
        try profiles.rename("Profiles", to: "moved")
        try profiles.makeFolder("Profiles")
        try profiles.rename("moved", to: "Profiles/..2026_01")
        try profiles.link("Profiles/..data", to: "..2026_01")
        for folder in ["devices", "kernels"] {
          try profiles.link("Profiles/\(folder)", to: "..data/\(folder)")
        }
      },
      apply: { profiles in
        try makeSet("Profiles/..2026_02", in: profiles)
        try profiles.link("Profiles/..data_tmp", to: "..2026_02")
        try profiles.rename("Profiles/..data_tmp", to: "Profiles/..data")
      }),
    Change(
      name: "a ConfigMap of devices alone turned",
      prepare: { profiles in
        try profiles.rename("Profiles/devices", to: "moved")
        try profiles.makeFolder("Profiles/devices")
        try profiles.rename("moved", to: "Profiles/devices/..2026_01")
        try profiles.link("Profiles/devices/..data", to: "..2026_01")
        try profiles.link("Profiles/devices/board-b.json", to: "..data/board-b.json")
      },
      apply: { profiles in
        try profiles.makeFolder("Profiles/devices/..2026_02")
        try profiles.write("devices/..2026_02/board-b.json", other)
        try profiles.link("Profiles/devices/..data_tmp", to: "..2026_02")
        try profiles.rename("Profiles/devices/..data_tmp", to: "Profiles/devices/..data")
      }),
    Change(
      name: "the target of a linked file edited",
      prepare: { profiles in
        try profiles.rename("Profiles/devices/board-b.json", to: "kept.json")
        try profiles.link("Profiles/devices/board-b.json", to: "../../kept.json")
      },
      apply: { try $0.write("../kept.json", other) }),
  ]

  @Test("every kind of change is seen", arguments: changes)
  func seesChange(change: Change) async throws {
    let profiles = try TemporaryProfiles()
    try change.prepare(profiles)
    let watched = try WatchedProfiles(profiles)
    let before = watched.store.snapshot.digest
    try change.apply(profiles)
    await watched.until { watched.store.snapshot.digest != before }
    #expect(watched.store.snapshot.digest != before)
    #expect(watched.store.status.isLastSuccessful)
  }

  @Test("a change is seen again after another, whatever the first replaced", arguments: changes)
  func seesChangeAfterChange(change: Change) async throws {
    let profiles = try TemporaryProfiles()
    try change.prepare(profiles)
    let watched = try WatchedProfiles(profiles)
    let before = watched.store.snapshot.digest
    try change.apply(profiles)
    await watched.until { watched.store.snapshot.digest != before }
    let between = watched.store.snapshot.digest
    try profiles.replace("devices/board-z.json", ProfileFixture.device("board-z"))
    await watched.until { watched.store.snapshot.digest != between }
    #expect(watched.store.snapshot.profiles.profile(named: "board-z") != nil)
  }

  @Test("a directory that goes away and comes back is followed")
  func followsReturn() async throws {
    let profiles = try TemporaryProfiles()
    let watched = try WatchedProfiles(profiles)
    try profiles.rename("Profiles", to: "away")
    await watched.until { !watched.store.status.isLastSuccessful }
    try profiles.write("../away/devices/board-b.json", Self.other)
    try profiles.rename("away", to: "Profiles")
    await watched.until { watched.store.status.isLastSuccessful }
    #expect(
      watched.store.snapshot.profiles.profile(named: "board-b")?.device.defaultClock.megahertz == 77
    )
  }

  @Test("all files deleted and written again are followed")
  func followsDeleteAll() async throws {
    let profiles = try TemporaryProfiles()
    let watched = try WatchedProfiles(profiles)
    try profiles.remove("devices/board-a.json")
    try profiles.remove("devices/board-b.json")
    await watched.until { watched.store.status.error == .noDevices }
    try profiles.write("devices/board-c.json", ProfileFixture.device("board-c"))
    await watched.until { watched.store.status.isLastSuccessful }
    #expect(watched.store.snapshot.profiles.devices.map(\.id) == ["board-c"])
  }

  @Test("where no event comes, the poll sees the change")
  func polls() async throws {
    let profiles = try TemporaryProfiles()
    var timing = WatchTiming()
    timing.quiet = .seconds(3_600)
    timing.longest = .seconds(3_600)
    timing.poll = .milliseconds(5)
    let watched = try WatchedProfiles(profiles, timing)
    let before = watched.store.snapshot.digest
    try profiles.replace("devices/board-b.json", Self.other)
    await watched.until { watched.store.snapshot.digest != before }
    #expect(watched.store.snapshot.digest != before)
  }
}

/// A store that follows its directory, and tells a test of each look.
struct WatchedProfiles {
  let store: ProfileStore
  private let watched: WatchedStore
  private let looks: AsyncStream<Void>

  init(_ profiles: TemporaryProfiles, _ timing: WatchTiming? = nil) throws {
    store = try ProfileStore(
      source: .directory(profiles.directory),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let (looks, looked) = AsyncStream.makeStream(of: Void.self)
    self.looks = looks
    var quick = WatchTiming()
    quick.quiet = .milliseconds(2)
    quick.longest = .milliseconds(20)
    quick.poll = .seconds(3_600)
    watched = WatchedStore(
      store, directory: profiles.directory, timing: timing ?? quick, looked: { _ in looked.yield() }
    )
    watched.start()
  }

  /// Waits until a look has made `condition` true.
  func until(_ condition: () -> Bool) async {
    for await _ in looks where condition() { return }
  }
}
