import JSON
import Reports

/// libFuzzer's entry: any bytes as a baseline of reports are refused with their place, or compared with
/// themselves, and show no difference in any format.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let baseline: BaselineReports
  do { baseline = try BaselineReports(document: bytes) } catch {
    precondition(error.byteOffset <= bytes.count, "an error lies inside the document")
    return 0
  }
  for entry in baseline.entries {
    let diff = ReportDiff(from: entry.report, to: entry.report, version: "0")
    precondition(diff.limitsPass, "nothing grows between a report and itself")
    precondition((try? JSONValue(document: diff.json())) != nil, "what is written can be read")
  }
  return 0
}
