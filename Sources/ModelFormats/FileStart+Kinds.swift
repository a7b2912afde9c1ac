/// Kinds of file that are told from those that are read by more than their first letters.
extension FileStart {
  /// Kinds with a signature of their own at a fixed place.
  var kindBySignature: UnsupportedFormat? {
    if has("ftrt") || has("ptrt") { return .tensorRT }
    // ncnn's binary form begins with the number 7767517.
    if has([0xDD, 0x85, 0x76, 0x00]) { return .ncnn }
    if byte(at: 0) == 0x93 && has("NUMPY", at: 1) { return .numpy }
    if has([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) || has([0x28, 0xB5, 0x2F, 0xFD])
      || has("BZh") || has([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])
    {
      return .compressed
    }
    if has("ustar", at: 257) { return .tar }
    if byte(at: 0) == 0x7F && has("ELF", at: 1) || has("!<arch>") || has([0xCF, 0xFA, 0xED, 0xFE]) {
      return .executable
    }
    // Rockchip, Kendryte, Hailo.
    if has("RKNN") || has("KMDL") || byte(at: 0) == 0x01 && has("HEF", at: 1) {
      return .accelerator
    }
    return nil
  }

  /// Protobuf messages that begin like a `ModelProto` and are none.
  ///
  /// Core ML's `Model` and TensorFlow's `SavedModel` begin with a version and a message where ONNX has
  /// the name of the producer; a `GraphDef` begins with a node: its name, then its operation.
  var otherProtobuf: UnsupportedFormat? {
    if byte(at: 0) == 0x08, byte(at: 2) == 0x12, let length = byte(at: 3) {
      // The message begins behind its length, which may have up to five bytes.
      var position = 4
      if length >= 0x80 {
        while position < 9, let next = byte(at: position), next >= 0x80 { position += 1 }
        position += 1
      }
      guard byte(at: position) == 0x0A else { return nil }
      let words = ["serve", "Placeholder", "ReadVariableOp", "saver"]
      let isTensorFlow = words.contains(where: contains)
      return isTensorFlow ? .tensorFlowGraph : .coreML
    }
    if byte(at: 0) == 0x0A, byte(at: 2) == 0x0A || byte(at: 3) == 0x0A,
      contains("Placeholder") || contains("Const")
    {
      return .tensorFlowGraph
    }
    return nil
  }

  /// JSON that other tools write, by names that graph JSON does not have.
  var otherJSON: UnsupportedFormat? {
    if contains("opmeter-graph/") { return nil }
    if contains("\"modelTopology\"") { return .tensorFlowJS }
    if contains("\"class_name\""), contains("\"config\"") { return .kerasConfiguration }
    if hasWord("[net]") || hasWord("[convolutional]") { return .darknet }
    return nil
  }
}
