extension Graph {
  /// What to say of a network that computes in integers and takes or gives floating point, as
  /// converters leave it when they are not told otherwise; `nil` for all others.
  var floatInterfaceWords: String? {
    func isFloat(_ index: Int) -> Bool { tensors[index].dataType == .float32 }
    let takes = inputs.contains(where: isFloat)
    let gives = outputs.contains(where: isFloat)
    guard takes || gives else { return nil }
    let computesInIntegers = operations.contains {
      $0.macs > 0 && [.int8, .int16, .uint8].contains($0.work.dataType)
    }
    guard computesInIntegers else { return nil }
    let sides = takes && gives ? "takes and gives" : takes ? "takes" : "gives"
    return "The network computes in integers but \(sides) float32: quantize and dequantize cost "
      + "time, and each value four bytes. Convert with inference_input_type and "
      + "inference_output_type set to the integer type."
  }
}
