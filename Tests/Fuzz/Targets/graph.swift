import ModelFormats

/// libFuzzer's entry: any bytes as a graph JSON file become a model or a typed error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  do {
    let model = try importModel(bytes, as: .graphJSON)
    precondition(!model.facts.subgraphs.isEmpty, "a model has at least its main graph")
  } catch {
    precondition(!error.description.isEmpty, "an error says what is wrong")
  }
  return 0
}
