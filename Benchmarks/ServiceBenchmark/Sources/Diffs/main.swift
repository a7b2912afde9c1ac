import Estimator
import Foundation
import JSON
import ModelFormats
import ProfileFiles
import Reports

/// What a comparison of two reports costs: read both, compare, write, as `POST /diff` does.
///
///     swift run -c release Diffs [OPERATIONS]
///
/// Microseconds of this thread's own CPU time, the best of many rounds, and as a ratio to passing over
/// the two documents with the JSON reader alone, in the same run: that is what does not depend on the
/// machine. `DIFF_FORMAT=md` runs one format alone, for a profiler; `DIFF_ROUNDS=1` few rounds.

let environment = ProcessInfo.processInfo.environment
let rounds = environment["DIFF_ROUNDS"].flatMap { Int($0) } ?? 20
let only = environment["DIFF_FORMAT"]
let operationCount = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 300

let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../../..").standardized

func cpuMicroseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// Microseconds that `work` takes at best, called fifty times in each of some rounds.
func best(_ work: () throws -> Int) rethrows -> Double {
  var least = Double.infinity
  // Kept and looked at, so that the optimiser cannot leave the work out.
  var kept = 0
  for _ in 0..<rounds {
    let begin = cpuMicroseconds()
    // Wraps: the sum only keeps the work from being optimised away.
    for _ in 0..<50 { kept &+= try work() }
    least = min(least, (cpuMicroseconds() - begin) / 50)
  }
  precondition(kept != 0, "the work gives something to keep")
  return least
}

/// Pairs of depthwise and pointwise convolutions over `channels` channels: with other channels every
/// operation has another shape, other MACs and weights, and another time.
func network(channels: Int) throws -> [UInt8] {
  var operations = [
    #"{"op":"conv2d","name":"stem","inputs":["x"],"outputs":["t0"],"filters":\#(channels),"#
      + #""kernel":[3,3],"stride":[2,2],"padding":"same","activation":"relu"}"#
  ]
  for index in 1..<operationCount {
    let shape =
      index % 2 == 1
      ? #""op":"depthwise_conv2d","name":"depthwise\#(index)","kernel":[3,3],"padding":"same""#
      : #""op":"conv2d","name":"pointwise\#(index)","filters":\#(channels),"kernel":[1,1]"#
    operations.append(
      #"{\#(shape),"inputs":["t\#(index - 1)"],"outputs":["t\#(index)"],"activation":"relu"}"#)
  }
  return Array(
    (#"{"format":"opmeter-graph/1","name":"network-\#(channels)","dtype":"int8","#
      + #""inputs":[{"name":"x","shape":[1,32,32,3]}],"ops":[\#(operations.joined(separator: ","))],"#
      + #""outputs":["t\#(operationCount - 1)"]}"#).utf8)
}

// The digest plays no part in what is measured.
let profiles = try ProfileSet.load(
  directory: root.appendingPathComponent("Profiles").path, sha256: { "\($0.count)" },
  decodingLibrariesWith: KernelLibraryFile.decode)
guard let profile = profiles.profile(named: "nucleo-f746zg") else {
  // A benchmark run by hand in this tree.
  fatalError("the project has this profile")
}

func report(channels: Int) throws -> [UInt8] {
  let model = try importModel(try network(channels: channels))
  let result = try estimate(model.graph, on: profile, options: EstimateOptions(detail: .ops))
  return Report(
    version: "0", profilesDigest: profiles.digest,
    model: Report.Model(model.graph, format: model.format.rawValue), detail: .ops,
    results: [Report.Result(result)]
  ).write(as: .json)
}

func skipping(_ document: [UInt8]) throws(JSONError) -> Int {
  var reader = try JSONReader(document: document)
  try reader.skip()
  try reader.finish()
  return document.count
}

func compared(_ base: [UInt8], _ head: [UInt8]) throws(JSONError) -> ReportDiff {
  ReportDiff(
    from: try RecordedReport(document: base), to: try RecordedReport(document: head), version: "0")
}

let base = try report(channels: 16)
let head = try report(channels: 24)
let passing = try best { try skipping(base) + skipping(head) }
print("two reports of \(operationCount) operations, \(base.count) and \(head.count) bytes")
func row(_ name: String, _ value: Double) {
  print(
    name.padding(toLength: 26, withPad: " ", startingAt: 0), String(format: "%8.0f us", value),
    String(format: "%6.2f", value / passing))
}
if only == nil {
  row("passing over both", passing)
  row(
    "reading both",
    try best {
      try RecordedReport(document: base).results.count
        + RecordedReport(document: head).results.count
    })
}
for (name, other) in [("unchanged", base), ("all changed", head)] {
  for format in ReportDiff.Format.allCases where only == nil || only == format.rawValue {
    let count = try compared(base, other).results.first?.operations?.count
    precondition(count == (name == "unchanged" ? 0 : operationCount), "all or none has changed")
    row(
      "\(name), \(format.rawValue)", try best { try compared(base, other).write(as: format).count })
  }
}
