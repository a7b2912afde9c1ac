import ArgumentParser
import Foundation
import ProfileFiles
import Server

/// Where profiles are found.
struct ProfileOptions: ParsableArguments {
  @Option(
    name: .customLong("profiles"),
    help: ArgumentHelp(
      "Directory with devices/ and kernels/.",
      discussion:
        "Default: OPMETER_PROFILES, then ./Profiles, then the directory installed beside the "
        + "program.",
      valueName: "dir"))
  var directory: String?

  /// The directory that is meant.
  func path() throws(CommandFailure) -> String {
    if let directory { return directory }
    if let named = ProcessInfo.processInfo.environment["OPMETER_PROFILES"], !named.isEmpty {
      return named
    }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folder = program.deletingLastPathComponent()
    let candidates = [
      "Profiles",
      folder.appendingPathComponent("Profiles").path,
      folder.deletingLastPathComponent().appendingPathComponent("share/opmeter/Profiles").path,
    ]
    if let found = candidates.first(where: { fileExists($0 + "/devices") }) { return found }
    throw .badInput(
      "no profiles found: give --profiles, set OPMETER_PROFILES, or run where ./Profiles is")
  }

  func load() throws(CommandFailure) -> ProfileSet {
    try loadProfiles(path())
  }
}

/// Reads and checks a directory of profiles as the service does.
func loadProfiles(_ directory: String) throws(CommandFailure) -> ProfileSet {
  guard fileExists(directory) else {
    throw .badInput("\(directory): there is no such directory of profiles")
  }
  do throws(ProfileSetError) {
    return try ProfileSet.load(
      directory: directory, sha256: sha256Hexadecimal,
      decodingLibrariesWith: KernelLibraryFile.decode)
  } catch {
    // The error's file counts from the directory, which was perhaps not named: it was found.
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    throw .badInput(folder + "\(error)")
  }
}
