public import ArgumentParser
import Estimator
import ProfileFiles
public import Reports
import Server

/// `opmeter profiles`: look at profiles and check them as the service would.
struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles", abstract: "List, show, draw, check and compare profiles.",
    subcommands: [List.self, Show.self, CurvesCommand.self, Check.self, ProfilesDiff.self])

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

/// `opmeter profiles curves`: what `GET /profiles/{id}/curves` answers.
struct CurvesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curves",
    abstract: "Throughput against MACs per output, by operation type.")

  @Argument(help: "Profile, device or alias.")
  var name: String

  @OptionGroup var profiles: ProfileOptions

  @Option(help: "text, json, csv or svg.")
  var format: Curves.Format = .text

  func run() throws {
    let set = try profiles.load()
    guard let profile = set.profile(named: name) else {
      let nearest = set.nearestName(to: name).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure.badInput("unknown profile '\(name)'\(nearest)")
    }
    let curves: Curves
    do {
      curves = try Curves(
        of: profile, version: OpmeterVersion.current, profilesDigest: set.digest)
    } catch {
      throw CommandFailure.badInput("\(profile.id): \(error)")
    }
    try writeFile(curves.write(as: format), to: "-")
  }
}

extension Curves.Format: ExpressibleByArgument {}
