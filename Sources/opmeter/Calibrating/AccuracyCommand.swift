import ArgumentParser
import Calibration
import Estimator
import ProfileFiles

/// `opmeter accuracy`: predicted against measured, for every row at hand.
struct AccuracyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Write how far predictions are from what was measured.",
    discussion: """
      In sample, with each network left out, and with each board left out: some two hundred fits, \
      several minutes. --check compares only what needs no fit: the in-sample tables and the digest \
      of everything that was read. What a network left out is missed by is also written into the \
      device files, where profiles show it.
      """)

  @OptionGroup var profiles: ProfileOptions

  @Option(name: [.short, .long], help: "File to write, or to check; - is the standard output.")
  var output = "docs/accuracy.md"

  @Flag(help: "Change nothing; exit with 1 when the file is stale.")
  var check = false

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let directory = try SurveyDirectory(profiles.path())
    let study = AccuracyStudy(directory.survey, devices: directory.devices.map(\.device))
    var document = AccuracyDocument(
      digest: directory.digest, libraries: directory.libraries, rows: study.inSampleRows())
    if check {
      let text = String(decoding: try readFile(output), as: UTF8.self)
      guard text.contains(document.checkedPart) else {
        printing.say("\(output) is stale: opmeter accuracy writes it anew")
        throw ExitCode(ExitStatus.budgetFailed.rawValue)
      }
      return
    }
    let fleet = directory.survey.fleet()
    let jobs = study.jobs
    let progress = printing.progress(total: jobs.count)
    defer { progress.clear() }
    let results = await withTaskGroup(of: (Int, AccuracyStudy.Result).self) { group in
      for (index, job) in jobs.enumerated() {
        group.addTask { (index, study.result(of: job, startingFrom: fleet)) }
      }
      var results = [AccuracyStudy.Result?](repeating: nil, count: jobs.count)
      for await (index, result) in group {
        results[index] = result
        progress.next("left out \(jobs[index].device) \(jobs[index].network)")
      }
      return results.compactMap(\.self)
    }
    let leftOut = results.flatMap(\.rows)
    document.pairs = results.flatMap(\.pairs)
    document.trials = results.flatMap(\.trials)
    for entry in directory.devices {
      let bytes = DeviceFile.encode(DeviceSurvey.adding(leftOut: leftOut, to: entry.device))
      if bytes != entry.bytes { try writeFile(bytes, to: entry.path) }
    }
    // The files are another input now; no time and no fit depends on what was written.
    document.digest = try SurveyDirectory(profiles.path()).digest
    document.rows += leftOut
    document.networks = try await NetworkInstructions(countsIn: "\(profiles.path())/counts")
    try writeFile(Array(document.text.utf8), to: output)
  }
}
