/// Whether bytes may be an ONNX model: protobuf has no magic number.
enum ONNXSniff {
  /// A `ModelProto` written by any tool begins with its `ir_version` (field 1, a small number),
  /// `producer_name` (2), `opset_import` (8) or `graph` (7), and each field ends inside the file.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    if bytes[0] == 0x08 {
      // Versions so far are 1 to 13; the next field has a known number and a sound wire type.
      return (1...64).contains(bytes[1]) && isModelField(bytes[2])
    }
    return [0x12, 0x3A, 0x42].contains(bytes[0]) && bytes.count > 16 && isModelField(bytes[0])
      && Int(bytes[1]) <= bytes.count
  }

  /// The key of a `ModelProto` field: numbers 2 to 8, 14, 20 and 25 of `onnx.proto`.
  private static func isModelField(_ key: UInt8) -> Bool {
    switch key >> 3 {
    case 2, 3, 4, 6, 7, 8, 14: key & 7 == 2
    case 5: key & 7 == 0
    default: false
    }
  }
}
