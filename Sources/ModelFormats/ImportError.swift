public import Estimator
public import JSON

/// Why bytes do not become a model.
public enum ImportError: Error, Hashable, Sendable {
  /// What a caller answers with; HTTP statuses are its own affair.
  public enum Category: String, CaseIterable, Hashable, Sendable {
    /// Bytes that are broken or of no known kind (400).
    case malformed
    /// A kind of file that is known and not read (415).
    case unsupportedKind
    /// A readable file whose network cannot be: unknown tensor, cycle, bad shape (422).
    case invalidModel
    /// Larger than allowed (413).
    case overLimit
  }

  case empty
  /// No kind of model file begins like this.
  case unrecognised
  case unsupported(UnsupportedFormat)
  case limit(what: String, count: Int, limit: Int)
  case flatBuffer(FlatBufferError)
  case tflite(TFLiteError)
  case protobuf(ProtobufError)
  case onnx(ONNXError)
  case json(JSONError)
  case graphJSON(GraphJSONError)
  /// The network is refused; `place` says where the file describes it, if the format knows.
  case graph(GraphError, place: SourcePlace?)
}

/// Where in a text file something stands.
public struct SourcePlace: Hashable, Sendable {
  public var path: JSONPath
  public var byteOffset: Int

  public init(path: JSONPath, byteOffset: Int) {
    self.path = path
    self.byteOffset = byteOffset
  }
}

extension ImportError {
  public var category: Category {
    switch self {
    case .empty, .unrecognised: .malformed
    case .unsupported: .unsupportedKind
    case .limit: .overLimit
    case .flatBuffer(.overlapping): .overLimit
    case .flatBuffer: .malformed
    case .tflite, .onnx: .invalidModel
    case .protobuf: .malformed
    case .json(let error):
      switch error.reason.category {
      case .limit: .overLimit
      case .malformed, .type, .meaning: .malformed
      }
    case .graphJSON(let error): error.category
    case .graph(.limit, _): .overLimit
    case .graph: .invalidModel
    }
  }

  /// The operation at fault, by its name in the graph.
  public var op: String? {
    switch self {
    case .graph(let error, _): error.op
    case .graphJSON(let error): error.op
    case .tflite(let error): error.op
    case .onnx(let error): error.op
    case .empty, .unrecognised, .unsupported, .limit, .flatBuffer, .protobuf, .json: nil
    }
  }

  /// The tensor at fault.
  public var tensor: String? {
    switch self {
    case .graph(let error, _): error.tensor
    case .graphJSON(let error): error.tensor
    case .tflite(let error): error.tensor
    case .onnx(let error): error.tensor
    case .empty, .unrecognised, .unsupported, .limit, .flatBuffer, .protobuf, .json: nil
    }
  }

  /// The place in a JSON document, as `$.ops[3].kernel`.
  public var path: String? {
    switch self {
    case .json(let error): error.path.description
    case .graphJSON(let error): error.place.path.description
    case .graph(_, let place): place?.path.description
    case .empty, .unrecognised, .unsupported, .limit, .flatBuffer, .tflite, .protobuf, .onnx: nil
    }
  }

  /// The place in the file, counted in bytes from its start.
  public var byteOffset: Int? {
    switch self {
    case .flatBuffer(let error): error.byteOffset
    case .protobuf(let error): error.byteOffset
    case .json(let error): error.byteOffset
    case .graphJSON(let error): error.place.byteOffset
    case .graph(_, let place): place?.byteOffset
    case .empty, .unrecognised, .unsupported, .limit, .tflite, .onnx: nil
    }
  }

  /// The known name that was probably meant.
  public var suggestion: String? {
    switch self {
    case .json(let error): error.suggestion
    case .graphJSON(let error): error.suggestion
    case .onnx(let error): error.suggestion
    case .empty, .unrecognised, .unsupported, .limit, .flatBuffer, .tflite, .protobuf, .graph: nil
    }
  }
}

extension ImportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty:
      "The model is empty: 0 bytes; expected .tflite, .onnx or graph JSON."
    case .unrecognised:
      "The model is of no kind that is known here; expected .tflite, .onnx or graph JSON."
    case .unsupported(let format): format.description
    case .limit(let what, let count, let limit):
      "The file has \(count) \(what); at most \(limit) are accepted."
    case .flatBuffer(let error): error.description
    case .tflite(let error): error.description
    case .protobuf(let error): error.description
    case .onnx(let error): error.description
    case .json(let error): error.description
    case .graphJSON(let error): error.description
    case .graph(let error, _): error.description
    }
  }
}
