/// What a document may cost before it is refused; past each limit reading throws
/// `JSONError.Reason.limitExceeded` with the limit's name and value.
///
/// One value for all of a reader, so that a caller sees at a glance what is bounded.
public struct JSONLimits: Hashable, Sendable {
  /// Bytes of the whole input, whitespace included. Default 64 MiB.
  public var inputBytes = 64 << 20

  /// Objects and arrays inside each other; `[[1]]` has two. Default 64.
  ///
  /// Never more than ``greatestNestingDepth``: readers recurse, and a thread's stack is finite.
  public var nestingDepth = 64 {
    didSet { nestingDepth = min(nestingDepth, Self.greatestNestingDepth) }
  }

  /// UTF-8 bytes of one string or member name after its escapes are decoded. Default 16 MiB: a
  /// base64 model in a batch line is one string.
  public var stringBytes = 16 << 20

  /// Members of one object. Default 65,536.
  public var membersPerObject = 65_536

  /// Elements of one array. Default 1,048,576.
  public var elementsPerArray = 1 << 20

  /// Bytes of one number as written. Default 256; a `Double` never needs more than 25.
  public var numberBytes = 256

  /// The deepest nesting that can be asked for: with a few hundred bytes of stack per level this
  /// stays far below the 512 KiB that the smallest thread stacks have.
  public static let greatestNestingDepth = 256

  /// The defaults, to be changed member by member.
  public init() {}

  /// The limits of a reader that is given none.
  public static let standard = JSONLimits()

  /// Which of the limits; the raw value is what messages and problem documents print.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    case inputBytes = "input bytes"
    case nestingDepth = "nesting depth"
    case stringBytes = "bytes in one string"
    case membersPerObject = "members in one object"
    case elementsPerArray = "elements in one array"
    case numberBytes = "bytes in one number"
  }
}
