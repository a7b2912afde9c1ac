/// What a file is, by its content: senders rarely say.
public enum SniffedFormat: Hashable, Sendable {
  case model(ModelFormat)
  case unsupported(UnsupportedFormat)
  case empty
  case unknown
}

/// Recognises a file by its first bytes, and a zip by the names inside.
///
/// - Complexity: O(1); of a zip at most the first and last 64 KiB are searched.
public func sniff(_ bytes: [UInt8]) -> SniffedFormat {
  if bytes.isEmpty { return .empty }
  let start = FileStart(bytes: bytes)
  // FlatBuffers have four letters after the root's offset.
  if start.has("TFL3", at: 4) { return .model(.tflite) }
  if start.has("ET", at: 4), start.isDigit(at: 6), start.isDigit(at: 7) {
    return .unsupported(.executorch)
  }
  if start.has("TOSA", at: 4) { return .unsupported(.tosa) }
  if start.has([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) { return .unsupported(.hdf5) }
  if start.has("GGUF") { return .unsupported(.gguf) }
  if start.has("ML\u{EF}R") || start.has([0x4D, 0x4C, 0xEF, 0x52]) {
    return .unsupported(.mlir)
  }
  if start.has("PK\u{03}\u{04}") || start.has("PK\u{05}\u{06}") {
    return .unsupported(start.zipKind)
  }
  if start.has([0x1F, 0x8B]) { return .unsupported(.gzip) }
  // Pickle protocol 2 and above: the .pt files of PyTorch before 1.6, scikit-learn's .pkl.
  if start.has([0x80]), (2...5).contains(start.byte(at: 1) ?? 0) {
    return .unsupported(start.contains("torch") ? .pytorch : .pickle)
  }
  if let kind = start.kindBySignature { return .unsupported(kind) }
  if start.byte(at: 8) == UInt8(ascii: "{"), start.isSafetensors {
    return .unsupported(.safetensors)
  }
  if start.isText, let format = text(start) { return format }
  if let kind = start.otherProtobuf { return .unsupported(kind) }
  return ONNXSniff.isPlausible(bytes) ? .model(.onnx) : .unknown
}

/// Kinds of text, by the first byte that is no space.
private func text(_ start: FileStart) -> SniffedFormat? {
  switch start.firstVisible {
  case UInt8(ascii: "{"), UInt8(ascii: "["):
    start.otherJSON.map { .unsupported($0) } ?? .model(.graphJSON)
  case UInt8(ascii: "<"):
    if start.containsIgnoringCase("html") {
      .unsupported(.html)
    } else if start.contains("<net ") {
      .unsupported(.openVINO)
    } else {
      nil
    }
  default:
    if start.hasWord("7767517") {
      .unsupported(.ncnn)
    } else if start.contains("layer {") || start.contains("layers {") {
      .unsupported(.caffe)
    } else if start.contains("unsigned char"), start.contains("0x") {
      .unsupported(.cSource)
    } else if start.contains("stablehlo.") || start.contains("func.func") || start.hasWord("module")
    {
      .unsupported(.mlir)
    } else {
      nil
    }
  }
}
