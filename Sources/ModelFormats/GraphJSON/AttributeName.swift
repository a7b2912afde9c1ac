import JSON

/// The attributes that operations of a graph JSON can have. One name means one thing and has one
/// type, whichever operation carries it.
public enum AttributeName: Int, CaseIterable, Hashable, Sendable {
  case filters, kernel, stride, dilation, padding, groups, multiplier, units, bias, activation
  case axis, axes, keepDimensions, shape, permutation, parts, sizes, multiples, begin, size
  case depth, count, blockSize, transposesFirst, transposesSecond, returnsSequence, timeMajor
  case rank, memorySize, projection, vocabulary, dataType, resource, code
}

extension AttributeName {
  /// The name in JSON.
  public var text: String {
    switch self {
    case .filters: "filters"
    case .kernel: "kernel"
    case .stride: "stride"
    case .dilation: "dilation"
    case .padding: "padding"
    case .groups: "groups"
    case .multiplier: "multiplier"
    case .units: "units"
    case .bias: "bias"
    case .activation: "activation"
    case .axis: "axis"
    case .axes: "axes"
    case .keepDimensions: "keep_dims"
    case .shape: "shape"
    case .permutation: "permutation"
    case .parts: "parts"
    case .sizes: "sizes"
    case .multiples: "multiples"
    case .begin: "begin"
    case .size: "size"
    case .depth: "depth"
    case .count: "count"
    case .blockSize: "block_size"
    case .transposesFirst: "transpose_a"
    case .transposesSecond: "transpose_b"
    case .returnsSequence: "return_sequences"
    case .timeMajor: "time_major"
    case .rank: "rank"
    case .memorySize: "memory_size"
    case .projection: "projection"
    case .vocabulary: "vocabulary"
    case .dataType: "dtype"
    case .resource: "resource"
    case .code: "code"
    }
  }

  public var type: AttributeType {
    switch self {
    case .filters, .groups, .multiplier, .units, .axis, .parts, .depth, .count, .blockSize, .rank,
      .memorySize, .projection, .vocabulary:
      .integer
    case .kernel, .stride, .dilation: .extent
    case .shape, .permutation, .sizes, .multiples, .begin, .size: .integers
    case .axes: .axes
    case .bias, .keepDimensions, .transposesFirst, .transposesSecond, .returnsSequence,
      .timeMajor:
      .boolean
    case .padding: .padding
    case .activation: .activation
    case .dataType: .dataType
    case .resource, .code: .text
    }
  }

  /// The attribute with this name.
  init?(_ name: JSONName) {
    guard let found = Self.byName[name] else { return nil }
    self = found
  }

  private static let byName = JSONNameTable(allCases, named: \.text)
}

/// What an attribute's value looks like in JSON.
public enum AttributeType: String, CaseIterable, Hashable, Sendable {
  case integer = "an integer"
  case extent = "[height, width], or one integer for both"
  case integers = "a list of integers"
  case axes = "an integer or a list of integers"
  case boolean = "true or false"
  case text = "a string"
  case padding = "\"valid\", \"same\", [top, bottom, left, right] or a list of [before, after]"
  case activation = "the name of an activation"
  case dataType = "the name of a data type"
}

/// A set of attribute names in one word.
struct AttributeSet: Hashable, Sendable {
  private var bits: UInt64 = 0

  mutating func insert(_ name: AttributeName) { bits |= 1 << UInt64(name.rawValue) }

  func contains(_ name: AttributeName) -> Bool { bits & 1 << UInt64(name.rawValue) != 0 }

  func isSubset(of other: AttributeSet) -> Bool { bits & ~other.bits == 0 }

  /// The first name, in the order of the cases, that is in this set and not in the other.
  func first(notIn other: AttributeSet) -> AttributeName? {
    AttributeName.allCases.first { contains($0) && !other.contains($0) }
  }
}
