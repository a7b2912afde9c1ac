import ArgumentParser
import Estimator
import ProfileFiles

/// `opmeter profiles`: look at profiles and check them as the service would.
struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles", abstract: "List, show, check and compare profiles.",
    subcommands: [List.self, Show.self, Check.self, ProfilesDiff.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List every profile, one a line.")

    @OptionGroup var profiles: ProfileOptions

    func run() throws {
      let set = try profiles.load()
      let width = set.profiles.map(\.id.count).max() ?? 0
      for profile in set.profiles {
        let clock = profile.device.defaultClock.megahertz
        let padding = String(repeating: " ", count: width - profile.id.count)
        print(
          "\(profile.id)\(padding)  \(profile.device.core), \(clock) MHz, \(profile.library.id)")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the device file behind a profile, as it was read.")

    @Argument(help: "Profile, device or alias.")
    var name: String

    @OptionGroup var profiles: ProfileOptions

    func run() throws {
      let set = try profiles.load()
      guard let profile = set.profile(named: name) else {
        let nearest = set.nearestName(to: name).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandFailure.badInput("unknown profile '\(name)'\(nearest)")
      }
      try writeFile(DeviceFile.encode(profile.device), to: "-")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a directory of profiles as the service would before using it.")

    @Argument(help: "Directory with devices/ and kernels/.")
    var directory: String

    func run() throws {
      let set = try loadProfiles(directory)
      print(
        "\(directory): \(set.devices.count) devices, \(set.profiles.count) profiles, "
          + "\(set.libraries.count) kernel libraries, \(set.digest)")
    }
  }
}
