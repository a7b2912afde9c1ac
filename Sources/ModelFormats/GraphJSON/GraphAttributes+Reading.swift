import Estimator
import JSON

extension GraphAttributes {
  /// Reads the value of attribute `name` at the reader's position.
  mutating func read(_ name: AttributeName, _ reader: inout JSONReader) throws(JSONError) {
    present.insert(name)
    switch name {
    case .filters: filters = try reader.int()
    case .kernel: kernel = try extent(&reader)
    case .stride: stride = try extent(&reader)
    case .dilation: dilation = try extent(&reader)
    case .padding: padding = try Self.padding(&reader)
    case .groups: groups = try reader.int()
    case .multiplier: multiplier = try reader.int()
    case .units: units = try reader.int()
    case .bias: bias = try reader.bool()
    case .activation: activation = try reader.name()
    case .axis: axis = try reader.int()
    case .axes:
      axes = try reader.kind == .number ? [try reader.int()] : try reader.ints()
    case .keepDimensions: keepsDimensions = try reader.bool()
    case .shape, .permutation, .sizes, .multiples, .size: numbers = try reader.ints()
    case .begin: begin = try reader.ints()
    case .parts, .depth, .count, .blockSize: number = try reader.int()
    case .transposesFirst: transposesFirst = try reader.bool()
    case .transposesSecond: transposesSecond = try reader.bool()
    case .returnsSequence: returnsSequence = try reader.bool()
    case .timeMajor: timeMajor = try reader.bool()
    case .rank: rank = try reader.int()
    case .memorySize: memorySize = try reader.int()
    case .vocabulary: vocabulary = try reader.int()
    case .dataType: dataType = try reader.name()
    case .resource, .code: text = try reader.string()
    }
  }

  /// `[height, width]`, or one number for both.
  private func extent(_ reader: inout JSONReader) throws(JSONError) -> Extent2D {
    if try reader.kind == .number {
      let both = try reader.int()
      return Extent2D(both, both)
    }
    let (height, width) = try reader.intPair()
    return Extent2D(height, width)
  }

  private static func padding(_ reader: inout JSONReader) throws(JSONError) -> PaddingValue {
    if try reader.kind == .string { return .name(try reader.name()) }
    var amounts: [Int] = []
    var pairs: [[Int]] = []
    var elements = try reader.array()
    while try elements.next(&reader) {
      if try reader.kind == .array {
        pairs.append(try reader.ints())
      } else {
        amounts.append(try reader.int())
      }
    }
    guard amounts.isEmpty || pairs.isEmpty else {
      throw reader.failure(.invalid("padding is four integers or a list of pairs, not both"))
    }
    return pairs.isEmpty ? .amounts(amounts) : .pairs(pairs)
  }
}
