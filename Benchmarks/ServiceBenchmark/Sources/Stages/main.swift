import Estimator
import Foundation
import ModelFormats
import ProfileFiles
import Reports

/// What one estimate costs, stage by stage, without a server: bytes -> graph -> estimate -> report.
///
///     swift run -c release Stages [MODEL...]
///
/// The best of many rounds, in microseconds of this thread's own CPU time.

/// Few under a profiler that slows everything down: `STAGES_ROUNDS=1`.
let rounds = ProcessInfo.processInfo.environment["STAGES_ROUNDS"].flatMap { Int($0) } ?? 20

let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../../..").standardized

func cpuMicroseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// Microseconds that `work` takes at best, called some hundred times in each of some rounds.
func best(_ work: () throws -> Int) rethrows -> Double {
  var least = Double.infinity
  // Kept and looked at, so that the optimiser cannot leave the work out.
  var kept = 0
  for _ in 0..<rounds {
    let begin = cpuMicroseconds()
    // Wraps: the sum only keeps the work from being optimised away.
    for _ in 0..<200 { kept &+= try work() }
    least = min(least, (cpuMicroseconds() - begin) / 200)
  }
  precondition(kept != 0, "the work gives something to keep")
  return least
}

func column(_ value: Double) -> String { String(format: "%8.1f", value) }

// The digest plays no part in what is measured.
let profiles = try ProfileSet.load(
  directory: root.appendingPathComponent("Profiles").path, sha256: { "\($0.count)" },
  decodingLibrariesWith: KernelLibraryFile.decode)
guard let profile = profiles.profile(named: "nucleo-f746zg") else {
  // A benchmark run by hand in this tree.
  fatalError("the project has this profile")
}
let given = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
let files = [root.appendingPathComponent("Examples/graphs/kws.json")] + given
print("microseconds             import  summary      ops     full  report(ops)")
for file in files {
  let bytes = [UInt8](try Data(contentsOf: file))
  let model = try importModel(bytes)
  func estimating(_ detail: EstimateOptions.Detail) throws -> Double {
    let options = EstimateOptions(detail: detail)
    return try best {
      try estimate(model.graph, on: profile, options: options).memory.persistentBytes ?? 1
    }
  }
  let report = Report(
    version: "0", profilesDigest: profiles.digest,
    model: Report.Model(model.graph, format: model.format.rawValue), detail: .ops,
    results: [
      Report.Result(
        try estimate(model.graph, on: profile, options: EstimateOptions(detail: .ops)))
    ])
  print(
    file.lastPathComponent.padding(toLength: 22, withPad: " ", startingAt: 0),
    column(try best { try importModel(bytes).graph.operations.count }),
    column(try estimating(.summary)), column(try estimating(.ops)), column(try estimating(.full)),
    column(best { report.write(as: .json).count }))
}
