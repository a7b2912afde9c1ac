/// libFuzzer's entry: the bytes fed whole and fed in two parts make the same requests. The first byte
/// says where they are parted.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  guard let first = bytes.first else { return 0 }
  let input = Array(bytes.dropFirst())
  let whole = outcomes([input])
  let middle = input.isEmpty ? 0 : Int(first) * input.count / 256
  let parted = outcomes([Array(input[..<middle]), Array(input[middle...])])
  precondition(whole == parted, "where a request is parted changes nothing")
  return 0
}

/// What the parser makes of a stream that comes in parts, as words.
private func outcomes(_ parts: [[UInt8]]) -> [String] {
  var limits = HTTPLimits()
  limits.bodyBytes = 4096
  var parser = RequestParser(limits: limits)
  var result: [String] = []
  for part in parts {
    var offset = 0
    while true {
      let before = offset
      switch parser.feed(part.span, from: &offset) {
      case .needMore: break
      case .expectsContinue:
        result.append("continue")
        continue
      case .request(let request):
        result.append("\(request)")
        continue
      case .reject(let failure):
        result.append("\(failure)")
        return result
      }
      precondition(offset >= before && offset <= part.count, "the parser stays inside its input")
      break
    }
  }
  return result
}
