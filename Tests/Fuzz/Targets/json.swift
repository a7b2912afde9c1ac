import JSON

/// libFuzzer's entry: any bytes are a JSON document or a typed error, and what was accepted is written
/// and read again as the same value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let value: JSONValue
  do { value = try JSONValue(document: bytes) } catch {
    precondition(error.byteOffset <= bytes.count, "an error lies inside the document")
    return 0
  }
  var writer = JSONWriter()
  writer.write(value)
  let again = try? JSONValue(document: writer.finish())
  precondition(again == value, "what was written reads as what was read")
  return 0
}
