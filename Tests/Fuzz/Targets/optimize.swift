import Estimator
import ModelFormats

/// libFuzzer's entry: any bytes are handed back as a file that means the same network and needs no larger
/// arena, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let optimized: OptimizedModel
  do { optimized = try optimizeModel(bytes) } catch {
    precondition(!error.description.isEmpty, "an error says what is wrong")
    return 0
  }
  for arena in optimized.arenas {
    precondition(arena.afterBytes <= arena.beforeBytes, "no arena grows")
  }
  if optimized.reason != nil {
    precondition(optimized.bytes == bytes, "what gains nothing comes back as it was")
    return 0
  }
  // A trap is how libFuzzer is told of a finding.
  guard let before = try? importModel(bytes), let after = try? importModel(optimized.bytes) else {
    preconditionFailure("a file that was written is read again")
  }
  precondition(
    before.graph.macs == after.graph.macs && before.graph.weightBytes == after.graph.weightBytes
      && before.graph.operations.count == after.graph.operations.count,
    "the network is the same")
  precondition(after.facts.offlinePlan != nil || optimized.plannedTensorCount == 0, "with its plan")
  return 0
}
