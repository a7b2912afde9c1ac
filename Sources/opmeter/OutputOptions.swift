import ArgumentParser

/// What is printed for people: shared by the commands that may take long or have much to say.
struct OutputOptions: ParsableArguments {
  @Flag(
    name: .shortAndLong,
    help: "Print nothing but mistakes: files that are written and the exit code tell.")
  var quiet = false

  func progress(total: Int) -> Progress { Progress(total: total, quiet: quiet) }

  /// Writes an answer to the standard output.
  ///
  /// - Parameter isText: whether lines begin with verdicts, which have colours on a terminal.
  func write(_ bytes: [UInt8], isText: Bool = false) throws(CommandFailure) {
    if quiet { return }
    try writeFile(isText && Terminal.hasColours ? Terminal.coloured(bytes) : bytes, to: "-")
  }

  /// A line of the standard output.
  func say(_ line: String) {
    if !quiet { printLine(line) }
  }
}
