import ArgumentParser

#if canImport(Glibc)
  import Glibc
#endif

/// What a neural network will cost on a microcontroller, before anyone flashes it.
@main
struct Opmeter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "opmeter",
    abstract: "What a neural network will cost on a microcontroller, before anyone flashes it.",
    discussion: """
      Latency, energy, RAM and flash, operation by operation, on the board that you name.
      Exit codes: 0 done and all budgets kept, 1 a budget failed, 2 bad input or usage, \
      3 server unreachable or busy.
      """,
    subcommands: [
      ServeCommand.self, EstimateCommand.self, DiffCommand.self, InitCommand.self,
      CheckCommand.self,
      OptimizeCommand.self, ProfilesCommand.self,
      FitKernelsCommand.self, FitDevicesCommand.self, AccuracyCommand.self, CalibrateCommand.self,
    ])

  /// As the argument parser's own, but a usage error exits with 2 instead of 64.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      printToStandardError("opmeter: \(failure.message)")
      Glibc.exit(failure.status.rawValue)
    } catch {
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      printToStandardError(fullMessage(for: error))
      Glibc.exit(ExitStatus.badInput.rawValue)
    }
  }
}
