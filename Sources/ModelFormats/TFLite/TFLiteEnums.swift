import Estimator

extension DataType {
  /// `TensorType` of the schema; a code not known here is opaque bytes.
  init(tfliteType code: Int) {
    let types: [DataType] = [
      .float32, .float16, .int32, .uint8, .int64, .string, .bool, .int16, .complex64, .int8,
      .float64, .complex128, .uint64, .resource, .variant, .uint32, .uint16, .int4, .bfloat16,
    ]
    self = types.indices.contains(code) ? types[code] : .opaque
  }
}

extension Activation {
  /// `ActivationFunctionType` of the schema; a code not known here fuses nothing.
  init(tfliteActivation code: Int) {
    switch code {
    case 1: self = .relu
    case 2: self = .reluN1To1
    case 3: self = .relu6
    case 4: self = .tanh
    case 5: self = .signBit
    default: self = .none
    }
  }
}

extension Padding {
  /// `Padding` of the schema: 0 is SAME, 1 is VALID.
  init(tflitePadding code: Int) {
    self = code == 1 ? .valid : .same
  }
}
