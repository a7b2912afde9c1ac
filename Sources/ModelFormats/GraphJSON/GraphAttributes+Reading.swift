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
    case .padding: try readPadding(&reader)
    case .groups: groups = try reader.int()
    case .multiplier: multiplier = try reader.int()
    case .units: units = try reader.int()
    case .bias: bias = try reader.bool()
    case .activation:
      activation = Activation(jsonName: try reader.name()).map(Choice.known) ?? .unknown
    case .axis: axis = try reader.int()
    case .axes:
      numbers = try reader.kind == .number ? [try reader.int()] : try reader.ints()
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
    case .projection: projection = try reader.int()
    case .vocabulary: vocabulary = try reader.int()
    case .dataType:
      dataType = DataType(jsonName: try reader.name()).map(Choice.known) ?? .unknown
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

  private mutating func readPadding(_ reader: inout JSONReader) throws(JSONError) {
    if try reader.kind == .string {
      switch try reader.name() {
      case "valid": padding = .valid
      case "same": padding = .same
      default: padding = .unknown
      }
      return
    }
    var count = 0
    var pairs = 0
    var elements = try reader.array()
    while try elements.next(&reader) {
      if try reader.kind == .array {
        let (before, after) = try reader.intPair()
        numbers.append(before)
        numbers.append(after)
        pairs += 1
      } else {
        numbers.append(try reader.int())
        count += 1
      }
    }
    if count == 4, pairs == 0 {
      padding = .amounts(
        top: numbers[0], bottom: numbers[1], left: numbers[2], right: numbers[3])
    } else {
      padding = count == 0 && pairs > 0 ? .pairs : .unknown
    }
  }
}
