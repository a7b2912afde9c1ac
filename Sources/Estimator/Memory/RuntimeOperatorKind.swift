/// A builtin operator by the name that the TensorFlow Lite schema gives it, `CONV_2D`; the set is open.
///
/// Known names are held as an `OperatorKind`, so that tables of the runtime's sizes need no hash.
public struct RuntimeOperatorKind: Hashable, Sendable {
  /// Which of the operators known here it is; `.custom` for every other name.
  let known: OperatorKind
  /// The name where `known` does not say it.
  private let otherName: String

  /// The kind called `name`.
  public init(_ name: String) {
    known = Self.kinds[name] ?? .custom
    otherName = known == .custom ? name : ""
  }

  /// That of an operation of a graph.
  init(_ operation: borrowing Operation) {
    if case .custom(let name) = operation.op {
      self.init(name)
    } else {
      self.init(operation.work.kind)
    }
  }

  init(_ kind: OperatorKind) {
    known = kind == .conv1d ? .conv2d : kind
    otherName = ""
  }

  /// The schema's name of it; a custom operator's own name.
  public var name: String {
    known == .custom ? otherName : Self.schemaName(of: known)
  }

  /// The schema's names: our own in capitals, with few exceptions.
  private static func schemaName(of kind: OperatorKind) -> String {
    switch kind {
    case .conv2d, .conv1d: "CONV_2D"
    case .depthwiseConv2d: "DEPTHWISE_CONV_2D"
    case .transposeConv2d: "TRANSPOSE_CONV"
    case .averagePool2d: "AVERAGE_POOL_2D"
    case .maxPool2d: "MAX_POOL_2D"
    case .l2Pool2d: "L2_POOL_2D"
    case .lstm: "UNIDIRECTIONAL_SEQUENCE_LSTM"
    case .concat: "CONCATENATION"
    case .sigmoid: "LOGISTIC"
    case .padV2: "PADV2"
    default: kind.customName ?? kind.rawValue.uppercased()
    }
  }

  private static let kinds = Dictionary(
    uniqueKeysWithValues: OperatorKind.allCases.filter { $0 != .conv1d && $0 != .custom }
      .map { (schemaName(of: $0), $0) })
}

extension RuntimeOperatorKind: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(name) }
}
