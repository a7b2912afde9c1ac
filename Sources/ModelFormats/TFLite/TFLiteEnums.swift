import Estimator

extension DataType {
  /// `TensorType` of the schema; a code not known here is opaque bytes.
  init(tfliteType code: Int) {
    self =
      switch code {
      case 0: .float32
      case 1: .float16
      case 2: .int32
      case 3: .uint8
      case 4: .int64
      case 5: .string
      case 6: .bool
      case 7: .int16
      case 8: .complex64
      case 9: .int8
      case 10: .float64
      case 11: .complex128
      case 12: .uint64
      case 13: .resource
      case 14: .variant
      case 15: .uint32
      case 16: .uint16
      case 17: .int4
      case 18: .bfloat16
      default: .opaque
      }
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
