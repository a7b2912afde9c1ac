/// Field ids of the tables that are read, as `tensorflow/lite/schema/schema.fbs` numbers them
/// (TensorFlow 2.18): the position of a field in its table, a union counting as two.
enum TFLiteSchema {
  /// Bytes 4..<8 of every file.
  static let identifier: [UInt8] = Array("TFL3".utf8)

  enum Model {
    static let operatorCodes = 1
    static let subgraphs = 2
    static let description = 3
    static let buffers = 4
    static let metadata = 6
  }

  enum OperatorCode {
    /// A byte; codes above 126 are written in `builtinCode` alone.
    static let deprecatedBuiltinCode = 0
    static let customCode = 1
    static let version = 2
    static let builtinCode = 3
  }

  enum SubGraph {
    static let tensors = 0
    static let inputs = 1
    static let outputs = 2
    static let operators = 3
    static let name = 4
  }

  enum Tensor {
    static let shape = 0
    static let type = 1
    static let buffer = 2
    static let name = 3
    static let quantization = 4
    static let isVariable = 5
    static let sparsity = 6
  }

  enum QuantizationParameters {
    static let scale = 2
  }

  enum Operator {
    static let opcodeIndex = 0
    static let inputs = 1
    static let outputs = 2
    static let builtinOptions = 4
  }

  enum Buffer {
    static let data = 0
    /// Where the data lies in the file, for files above 2 GiB; 0 and 1 mean nowhere.
    static let offset = 1
    static let size = 2
  }

  enum Metadata {
    static let name = 0
    static let buffer = 1
  }
}

/// Field ids of the option tables that matter to shapes and costs.
enum TFLiteOptions {
  enum Conv2D {
    static let padding = 0
    static let strideWidth = 1
    static let strideHeight = 2
    static let activation = 3
    static let dilationWidth = 4
    static let dilationHeight = 5
  }

  enum DepthwiseConv2D {
    static let padding = 0
    static let strideWidth = 1
    static let strideHeight = 2
    static let activation = 4
    static let dilationWidth = 5
    static let dilationHeight = 6
  }

  enum TransposeConv {
    static let padding = 0
    static let strideWidth = 1
    static let strideHeight = 2
    static let activation = 3
  }

  enum Pool2D {
    static let padding = 0
    static let strideWidth = 1
    static let strideHeight = 2
    static let filterWidth = 3
    static let filterHeight = 4
    static let activation = 5
  }

  enum FullyConnected {
    static let activation = 0
    static let keepNumDims = 2
  }

  enum Concatenation {
    static let axis = 0
  }

  enum BatchMatMul {
    static let adjointX = 0
    static let adjointY = 1
  }

  enum Reducer {
    static let keepDims = 0
  }

  enum LSTM {
    static let activation = 0
    static let kernelType = 3
    /// `LSTMKernelType.BASIC`: five inputs instead of twenty.
    static let basicKernel = 1
  }

  enum UnidirectionalSequenceLSTM {
    static let activation = 0
    static let timeMajor = 3
  }

  enum RNN {
    static let activation = 0
  }

  enum SequenceRNN {
    static let timeMajor = 0
    static let activation = 1
  }

  enum SVDF {
    static let rank = 0
    static let activation = 1
  }

  enum If {
    static let thenSubgraph = 0
    static let elseSubgraph = 1
  }

  enum While {
    static let conditionSubgraph = 0
    static let bodySubgraph = 1
  }

  enum CallOnce {
    static let initSubgraph = 0
  }

  enum VarHandle {
    static let sharedName = 1
  }
}
