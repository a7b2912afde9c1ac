import Estimator
import Foundation
import ModelFormats

/// What reading a model file costs: bytes -> checked graph, without a hash, a server or an estimate.
///
///     swift run -c release Imports MODEL...
///
/// The best of many calls, in microseconds of this thread's own CPU time, and how much the process grew
/// by reading each file once, the body itself included, in times of the body. ONNX files that leave
/// extents open have them after a comma: `magika.onnx,bytes:1x2048`.

func cpuMicroseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// The most memory that the process has had, in bytes.
func peakBytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}

print("                                     bytes      us   memory")
for argument in CommandLine.arguments.dropFirst() {
  let words = argument.split(separator: ",").map(String.init)
  let shapes = words.dropFirst().compactMap(InputShape.init(parsing:))
  let inputShapes = Dictionary(uniqueKeysWithValues: shapes.map { ($0.name, $0.extents) })
  let before = peakBytes()
  let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: words[0])))
  var operations = try importModel(bytes, inputShapes: inputShapes).graph.operations.count
  let grown = Double(peakBytes() - before) / Double(bytes.count)
  // A second or so for each file.
  let first = cpuMicroseconds()
  operations += try importModel(bytes, inputShapes: inputShapes).graph.operations.count
  let calls = min(max(Int(1e6 / (cpuMicroseconds() - first)), 5), 20_000)
  var best = Double.infinity
  for _ in 0..<calls {
    let begin = cpuMicroseconds()
    operations += try importModel(bytes, inputShapes: inputShapes).graph.operations.count
    best = min(best, cpuMicroseconds() - begin)
  }
  precondition(operations > 0, "a model has operations")
  let name = words[0].split(separator: "/").last.map(String.init) ?? words[0]
  print(
    name.padding(toLength: 32, withPad: " ", startingAt: 0),
    String(format: "%9d %7.1f %7.2fx", bytes.count, best, grown))
}
