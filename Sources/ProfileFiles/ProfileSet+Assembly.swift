import Estimator
import JSON

/// Puts decoded files together: what one file cannot know about the others is checked here.
struct ProfileAssembly {
  struct Entry<Content> {
    var file: ProfileDirectory.File
    var content: Content
  }

  let devices: [Entry<Device>]
  let libraries: [Entry<KernelLibrary>]

  func assemble(sha256: ([UInt8]) -> String) throws(ProfileSetError) -> ProfileSet {
    guard !devices.isEmpty else { throw .noDevices }
    let shelf = try LibraryShelf(libraries, sha256: sha256)
    let deviceDigests = devices.map { sha256($0.file.bytes) }
    var profiles: [Profile] = []
    var defaults: [Int] = []
    var names = ProfileNames()
    let order = devices.indices.sorted { devices[$0].content.id < devices[$1].content.id }
    for place in order {
      let entry = devices[place]
      try names.add(entry.content, from: entry.file.name, firstIndex: profiles.count)
      defaults.append(profiles.count)
      for (index, runtime) in entry.content.runtimes.enumerated() {
        let library = try library(of: runtime, at: index, of: entry, from: shelf)
        let files = [deviceDigests[place]] + shelf.fileDigests(of: library.id)
        profiles.append(
          Profile(
            device: entry.content, runtime: runtime, library: library,
            digest: Self.digest(of: files, sha256: sha256)))
      }
    }
    let files = deviceDigests + libraries.flatMap { shelf.fileDigests(of: $0.content.id).prefix(1) }
    return ProfileSet(
      profiles: profiles, devices: order.map { devices[$0].content }, libraries: shelf.libraries,
      digest: Self.digest(of: files, sha256: sha256), indexByName: names.indexByName,
      defaults: defaults)
  }

  private func library(
    of runtime: Runtime, at index: Int, of entry: Entry<Device>, from shelf: LibraryShelf
  ) throws(ProfileSetError) -> KernelLibrary {
    let device = entry.content
    let place = ProfileSetError.Place(
      file: entry.file.name, path: "$.runtimes[\(index)].kernels")
    guard let library = shelf.library(runtime.libraryID) else {
      throw .unknownLibrary(
        id: runtime.libraryID, place: place, nearest: shelf.nearest(to: runtime.libraryID))
    }
    guard library.instructionSet == device.instructionSet else {
      throw .instructionSet(
        library: library.id, is: library.instructionSet.rawValue,
        device: device.instructionSet.rawValue, place: place)
    }
    return library
  }

  /// Over the digests of files, a line each, as `sha256sum FILES | cut -c1-64 | sha256sum` would: a
  /// library is read once, however many profiles stand on it.
  private static func digest(of fileDigests: [String], sha256: ([UInt8]) -> String) -> String {
    "sha256:" + sha256(Array(fileDigests.map { $0 + "\n" }.joined().utf8))
  }
}

/// Kernel libraries by id, each with its fallbacks attached.
struct LibraryShelf {
  private(set) var libraries: [KernelLibrary] = []
  private var entries: [String: ProfileAssembly.Entry<KernelLibrary>] = [:]
  private var attached: [String: KernelLibrary] = [:]
  private var digests: [String: String] = [:]

  init(
    _ all: [ProfileAssembly.Entry<KernelLibrary>], sha256: ([UInt8]) -> String
  ) throws(ProfileSetError) {
    for entry in all {
      digests[entry.content.id] = sha256(entry.file.bytes)
      if let other = entries.updateValue(entry, forKey: entry.content.id) {
        throw .duplicateLibrary(
          id: entry.content.id, file: entry.file.name, other: other.file.name)
      }
    }
    for entry in all.sorted(by: { $0.content.id < $1.content.id }) {
      libraries.append(try attach(entry, below: []))
    }
  }

  func library(_ id: String) -> KernelLibrary? { attached[id] }

  func nearest(to id: String) -> String? {
    nearestName(to: id, among: entries.keys.sorted())
  }

  /// Of a library's file and of its fallbacks', in hexadecimal.
  func fileDigests(of id: String) -> [String] {
    guard let entry = entries[id], let own = digests[id] else { return [] }
    return [own] + (entry.content.fallbackID.map(fileDigests) ?? [])
  }

  /// The entry's library with everything it falls back on; `path` are the libraries that lead here.
  private mutating func attach(
    _ entry: ProfileAssembly.Entry<KernelLibrary>, below path: [String]
  ) throws(ProfileSetError) -> KernelLibrary {
    let library = entry.content
    if let done = attached[library.id] { return done }
    guard let fallbackID = library.fallbackID else {
      attached[library.id] = library
      return library
    }
    let file = entry.file.name
    guard let next = entries[fallbackID] else {
      throw .unknownFallback(id: fallbackID, file: file, nearest: nearest(to: fallbackID))
    }
    guard fallbackID != library.id, !path.contains(fallbackID) else {
      throw .fallbackRing(id: library.id, file: file)
    }
    guard next.content.instructionSet == library.instructionSet else {
      throw .fallbackInstructionSet(library: library.id, fallback: fallbackID, file: file)
    }
    let whole = library.attaching(fallback: try attach(next, below: path + [library.id]))
    attached[library.id] = whole
    return whole
  }
}

/// The names that requests may use; a second meaning is refused.
struct ProfileNames {
  private(set) var indexByName: [String: Int] = [:]
  private var meaning: [String: String] = [:]

  /// Adds a device's names; its profiles begin at `firstIndex`.
  mutating func add(
    _ device: Device, from file: String, firstIndex: Int
  ) throws(ProfileSetError) {
    try add(device.id, device, firstIndex, ProfileSetError.Place(file: file, path: "$.id"))
    for (index, alias) in device.aliases.enumerated() {
      let place = ProfileSetError.Place(file: file, path: "$.aliases[\(index)]")
      try add(alias, device, firstIndex, place)
    }
  }

  private mutating func add(
    _ name: String, _ device: Device, _ firstIndex: Int, _ place: ProfileSetError.Place
  ) throws(ProfileSetError) {
    try claim(name, for: firstIndex, meaning: "the device \(device.id)", place)
    for (index, runtime) in device.runtimes.enumerated() {
      try claim(
        "\(name).\(runtime.id)", for: firstIndex + index,
        meaning: "the profile \(device.id).\(runtime.id)", place)
    }
  }

  private mutating func claim(
    _ name: String, for index: Int, meaning text: String, _ place: ProfileSetError.Place
  ) throws(ProfileSetError) {
    if let other = meaning.updateValue(text, forKey: name) {
      throw .nameTaken(name: name, place: place, other: other)
    }
    indexByName[name] = index
  }
}
