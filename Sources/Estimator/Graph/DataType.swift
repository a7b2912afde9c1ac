/// The type of one tensor element, as model files name it.
///
/// `opaque` stands for bytes whose type does not matter (pure memory graphs) or is not known here.
public enum DataType: String, CaseIterable, Hashable, Sendable {
  case int4, int8, uint8, int16, uint16, int32, uint32, int64, uint64
  case float16, bfloat16, float32, float64
  case complex64, complex128
  case bool, string, resource, variant
  case opaque
}

extension DataType {
  var isFloat: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// Bits of one element; `int4` is packed, two to a byte.
  public var bitWidth: Int {
    switch self {
    case .int4: 4
    case .int8, .uint8, .bool, .opaque: 8
    case .int16, .uint16, .float16, .bfloat16: 16
    case .int32, .uint32, .float32, .resource, .variant: 32
    case .int64, .uint64, .float64, .complex64: 64
    case .complex128: 128
    case .string: 8
    }
  }

  /// Bytes that `count` elements take, rounded up to whole bytes; `nil` when that overflows.
  public func byteCount(elements count: Int) -> Int? {
    let (bits, overflow) = count.multipliedReportingOverflow(by: bitWidth)
    if overflow || bits < 0 { return nil }
    return bits / 8 + (bits % 8 == 0 ? 0 : 1)
  }

  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }
}
