import Estimator

/// Numbers of the fields that are read, as `onnx/onnx.proto` has them (ONNX 1.23, IR version 13).
/// All others are stepped over.
enum ONNXSchema {
  enum Model {
    static let irVersion = 1
    static let producerName = 2
    static let graph = 7
    static let operatorSets = 8
  }

  enum OperatorSet {
    static let domain = 1
    static let version = 2
  }

  enum Graph {
    static let node = 1
    static let name = 2
    static let initializer = 5
    static let input = 11
    static let output = 12
    static let valueInfo = 13
    static let sparseInitializer = 15
  }

  enum Node {
    static let input = 1
    static let output = 2
    static let name = 3
    static let operatorType = 4
    static let attribute = 5
    static let domain = 7
  }

  enum Attribute {
    static let name = 1
    static let float = 2
    static let int = 3
    static let string = 4
    static let tensor = 5
    static let graph = 6
    static let floats = 7
    static let ints = 8
  }

  enum Tensor {
    static let dimensions = 1
    static let dataType = 2
    static let floatData = 4
    static let int32Data = 5
    static let int64Data = 7
    static let name = 8
    static let rawData = 9
    static let doubleData = 10
  }

  enum SparseTensor {
    static let values = 1
    static let dimensions = 3
  }

  enum ValueInfo {
    static let name = 1
    static let type = 2
  }

  enum ValueType {
    static let tensor = 1
    static let elementType = 1
    static let shape = 2
    static let dimension = 1
    static let dimensionValue = 1
    static let dimensionSymbol = 2
  }
}

extension DataType {
  /// `TensorProto.DataType`; a type not known here (the 8-bit and 4-bit floats) is opaque.
  init(onnxType code: Int) {
    self =
      switch code {
      case 1: .float32
      case 2: .uint8
      case 3: .int8
      case 4: .uint16
      case 5: .int16
      case 6: .int32
      case 7: .int64
      case 8: .string
      case 9: .bool
      case 10: .float16
      case 11: .float64
      case 12: .uint32
      case 13: .uint64
      case 14: .complex64
      case 15: .complex128
      case 16: .bfloat16
      case 21, 22: .int4
      default: .opaque
      }
  }
}
