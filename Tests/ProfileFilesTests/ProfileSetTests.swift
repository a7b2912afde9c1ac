import Foundation
import JSON
import Testing

@testable import Estimator
@testable import ProfileFiles

/// A profile directory of its own, gone with the value.
final class TemporaryProfiles {
  let path: String

  init(devices: [String: String] = [:], kernels: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "profiles-\(UUID())").path
    for (folder, files) in ["devices": devices, "kernels": kernels] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
      for (name, text) in files { try write(text, to: "\(folder)/\(name)") }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
  }

  func load(limits: ProfileLimits = .standard) throws(ProfileSetError) -> ProfileSet {
    // Not a hash: what went in, readable, is what these tests ask for.
    try ProfileSet.load(
      directory: path, limits: limits, sha256: { String(decoding: $0, as: UTF8.self) },
      decodingLibrariesWith: Fixture.decodeLibrary)
  }
}

@Suite struct ProfileSetTests {
  static let kernels = [
    "lib-1.dsp.json": Fixture.library("lib-1.dsp", fallback: "lib-2.dsp"),
    "lib-2.dsp.json": Fixture.library("lib-2.dsp"),
  ]

  private func other(_ change: (String) -> String = { $0 }) -> String {
    change(
      Fixture.device.replacing(#""id": "board""#, with: #""id": "other""#)
        .replacing("plank", with: "beam"))
  }

  @Test("a profile answers to device, alias and both with a runtime")
  func names() throws {
    let set = try TemporaryProfiles(
      devices: ["z.json": Fixture.device, "a.json": other()], kernels: Self.kernels
    ).load()
    #expect(
      set.profiles.map(\.id) == ["board.lib-1", "board.lib-2", "other.lib-1", "other.lib-2"])
    #expect(set.defaultProfiles.map(\.id) == ["board.lib-1", "other.lib-1"])
    #expect(set.profile(named: "board")?.id == "board.lib-1")
    #expect(set.profile(named: "plank")?.id == "board.lib-1")
    #expect(set.profile(named: "plank.lib-2")?.id == "board.lib-2")
    #expect(set.profile(named: "other.lib-2")?.id == "other.lib-2")
    #expect(set.profile(named: "board.lib-3") == nil)
    #expect(set.nearestName(to: "borad.lib-2") == "board.lib-2")
    #expect(set.nearestName(to: "completely-different") == nil)
  }

  @Test("libraries carry their fallbacks")
  func fallbacks() throws {
    let set = try TemporaryProfiles(devices: ["b.json": Fixture.device], kernels: Self.kernels)
      .load()
    #expect(set.libraries.map(\.id) == ["lib-1.dsp", "lib-2.dsp"])
    #expect(set.profiles[0].library.fallbacks.map(\.id) == ["lib-2.dsp"])
    #expect(set.profiles[1].library.fallbacks.isEmpty)
  }

  @Test("digests are over the digests of the files, a line each")
  func digests() throws {
    let set = try TemporaryProfiles(
      devices: ["b.json": Fixture.device, "a.json": other()], kernels: Self.kernels
    ).load()
    let (first, second) = (Self.kernels["lib-1.dsp.json"]!, Self.kernels["lib-2.dsp.json"]!)
    func digest(_ files: String...) -> String { "sha256:" + files.map { $0 + "\n" }.joined() }
    #expect(set.digest == digest(other(), Fixture.device, first, second))
    #expect(set.profiles[0].digest == digest(Fixture.device, first, second))
    #expect(set.profiles[1].digest == digest(Fixture.device, second))
  }

  @Test("hidden files, other endings and folders' links are treated as editors and Kubernetes need")
  func strangeFiles() throws {
    let profiles = try TemporaryProfiles(
      devices: [
        ".board.json": "{", "board.json~": "{", "notes.txt": "{", "board.json": Fixture.device,
      ],
      kernels: Self.kernels)
    // As a ConfigMap is mounted: name -> ..data/name, ..data -> a dated folder.
    let folder = "\(profiles.path)/devices"
    let manager = FileManager.default
    try manager.createDirectory(atPath: "\(folder)/..2026", withIntermediateDirectories: true)
    try profiles.write(other(), to: "devices/..2026/other.json")
    try manager.createSymbolicLink(atPath: "\(folder)/..data", withDestinationPath: "..2026")
    try manager.createSymbolicLink(
      atPath: "\(folder)/other.json", withDestinationPath: "..data/other.json")
    #expect(try profiles.load().devices.map(\.id) == ["board", "other"])
  }

  @Test("a set is all or nothing: one bad file refuses it, with file, path and byte")
  func badFile() throws {
    let profiles = try TemporaryProfiles(
      devices: ["b.json": Fixture.device, "c.json": other { $0.replacing("0.07", with: "-1") }],
      kernels: Self.kernels)
    let error = try #require(throws: ProfileSetError.self) { try profiles.load() }
    #expect(error.file == "devices/c.json")
    #expect(error.path == "$.runtimes[0].timing.operation_spread")
    #expect((error.byteOffset ?? 0) > 0)
    #expect(error.description.contains("devices/c.json"))
  }

  @Test("files that do not fit each other are refused where they do not")
  func misfits() throws {
    func refusal(
      _ devices: [String: String], _ kernels: [String: String] = Self.kernels
    ) throws -> ProfileSetError {
      let profiles = try TemporaryProfiles(devices: devices, kernels: kernels)
      return try #require(throws: ProfileSetError.self) { try profiles.load() }
    }
    let board = ["b.json": Fixture.device]

    #expect(try refusal([:]) == .noDevices)

    let unknown = try refusal([
      "b.json": Fixture.device.replacing(#""lib-2.dsp""#, with: #""lib-2.dps""#)
    ])
    #expect(unknown.path == "$.runtimes[1].kernels")
    #expect(unknown.suggestion == "lib-2.dsp")

    let isa = try refusal(["b.json": Fixture.device.replacing(#""dsp""#, with: #""mve""#)])
    #expect(
      isa
        == .instructionSet(
          library: "lib-1.dsp", is: "dsp", device: "mve",
          place: .init(file: "devices/b.json", path: "$.runtimes[0].kernels")))

    #expect(
      try refusal(board.merging(["c.json": Fixture.device]) { $1 })
        == .nameTaken(
          name: "board", place: .init(file: "devices/c.json", path: "$.id"),
          other: "the device board"))

    let alias = try refusal(
      board.merging(["c.json": other { $0.replacing("beam", with: "board.lib-2") }]) { $1 })
    #expect(alias.path == "$.aliases[0]")
    #expect(alias.file == "devices/c.json")

    var kernels = Self.kernels
    kernels["copy.json"] = Fixture.library("lib-2.dsp")
    #expect(
      try refusal(board, kernels)
        == .duplicateLibrary(
          id: "lib-2.dsp", file: "kernels/lib-2.dsp.json", other: "kernels/copy.json"))

    kernels = Self.kernels
    kernels["lib-2.dsp.json"] = Fixture.library("lib-2.dsp", fallback: "lib-1.dsp")
    #expect(
      try refusal(board, kernels)
        == .fallbackRing(id: "lib-2.dsp", file: "kernels/lib-2.dsp.json"))
    kernels["lib-2.dsp.json"] = Fixture.library("lib-2.dsp", fallback: "lib-2.dsp")
    #expect(
      try refusal(board, kernels)
        == .fallbackRing(id: "lib-2.dsp", file: "kernels/lib-2.dsp.json"))
    kernels["lib-2.dsp.json"] = Fixture.library("lib-2.dsp", fallback: "lib-9.dsp")
    #expect(try refusal(board, kernels).path == "$.fallback")
    kernels["lib-2.dsp.json"] = Fixture.library("lib-2.dsp", isa: "mve")
    #expect(
      try refusal(board, kernels)
        == .fallbackInstructionSet(
          library: "lib-1.dsp", fallback: "lib-2.dsp", file: "kernels/lib-1.dsp.json"))
  }

  @Test("each limit passes what it allows and refuses one more")
  func limits() throws {
    let profiles = try TemporaryProfiles(
      devices: ["a.json": Fixture.device, "b.json": other()], kernels: Self.kernels)
    let device = Fixture.device.utf8.count
    let library = Self.kernels["lib-1.dsp.json"]!.utf8.count
    let total = device + other().utf8.count + Self.kernels.values.reduce(0) { $0 + $1.utf8.count }
    let cases: [(WritableKeyPath<ProfileLimits, Int>, Int)] = [
      (\.deviceFileBytes, device), (\.kernelFileBytes, library), (\.filesPerFolder, 2),
      (\.totalBytes, total),
    ]
    for (limit, exact) in cases {
      var limits = ProfileLimits()
      limits[keyPath: limit] = exact
      #expect(throws: Never.self) { try profiles.load(limits: limits) }
      limits[keyPath: limit] = exact - 1
      #expect(throws: ProfileSetError.self) { try profiles.load(limits: limits) }
    }
  }

  @Test("a folder that is missing and a file that is none are said so")
  func unreadable() throws {
    let profiles = try TemporaryProfiles(devices: ["a.json": Fixture.device], kernels: Self.kernels)
    try FileManager.default.createDirectory(
      atPath: "\(profiles.path)/kernels/folder.json", withIntermediateDirectories: true)
    let folder = try #require(throws: ProfileSetError.self) { try profiles.load() }
    #expect(folder == .unreadable(path: "kernels/folder.json", reason: "it is not a regular file"))
    try FileManager.default.removeItem(atPath: "\(profiles.path)/kernels")
    let missing = try #require(throws: ProfileSetError.self) { try profiles.load() }
    #expect(missing.file == "kernels")
  }
}
