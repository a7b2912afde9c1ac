/// Why a document was refused, and where. Facts first; `description` turns them into words.
public struct JSONError: Error, Hashable, Sendable {
  /// The facts are kept in one object, so that every function that may throw them hands on a single
  /// word and not five.
  private final class Facts: Sendable {
    let reason: Reason
    let byteOffset: Int
    let path: JSONPath

    init(_ reason: Reason, _ byteOffset: Int, _ path: JSONPath) {
      self.reason = reason
      self.byteOffset = byteOffset
      self.path = path
    }
  }

  private let facts: Facts

  /// What is wrong, as data.
  public var reason: Reason { facts.reason }

  /// Bytes before the place of the error, counted from the start of the reader's input.
  public var byteOffset: Int { facts.byteOffset }

  /// The value that the error belongs to.
  public var path: JSONPath { facts.path }

  /// An error about the value at `path`, found at `byteOffset`.
  public init(_ reason: Reason, byteOffset: Int, path: JSONPath = .root) {
    facts = Facts(reason, byteOffset, path)
  }

  public static func == (left: JSONError, right: JSONError) -> Bool {
    left.reason == right.reason && left.byteOffset == right.byteOffset && left.path == right.path
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(reason)
    hasher.combine(byteOffset)
    hasher.combine(path)
  }

  /// What can be wrong with a document. Each case carries its facts.
  public enum Reason: Hashable, Sendable {
    // Bytes that are not JSON.
    case endOfInput(expected: Expectation)
    case unexpectedByte(UInt8, expected: Expectation)
    /// RFC 8259 section 8.1 forbids a byte order mark.
    case byteOrderMark
    /// Not UTF-8: overlong, a surrogate, beyond U+10FFFF, or cut short.
    case invalidUTF8
    /// A control character in a string that has to be written as an escape.
    case controlCharacter(UInt8)
    case invalidEscape
    /// An escaped UTF-16 surrogate without its partner.
    case loneSurrogate(UInt16)
    /// Something follows the document.
    case trailingBytes
    case duplicateName(String)

    // JSON, but not of the type that the reader asked for.
    case wrongType(expected: ExpectedType, found: JSONKind)
    /// A number with a fraction where an integer is needed; the number as written.
    case notAnInteger(String)
    /// An integer beyond 64 bits, or a number beyond what a `Double` holds; the number as written.
    case numberOutOfRange(String)

    /// More than the reader's `JSONLimits` allow.
    case limitExceeded(JSONLimits.Name, allowed: Int)

    // Well-formed, but not what the document's format says.
    case missingMember(String)
    case unknownMember(String, known: [String])
    case wrongElementCount(expected: Int, found: Int)
    /// What the reader's user found wrong with a value: a sentence without a full stop.
    case invalid(String)
  }

  /// What the grammar allows at a place.
  public enum Expectation: String, Hashable, Sendable {
    case value = "a value"
    case memberName = "a member name in quotes"
    case memberNameOrEnd = "a member name in quotes or '}'"
    case colon = "':'"
    case commaOrObjectEnd = "',' or '}'"
    case commaOrArrayEnd = "',' or ']'"
    case literal = "true, false or null"
    case digit = "a digit"
    /// After a leading zero.
    case numberEnd = "the end of a number that begins with zero"
    case escape = "an escape"
    case closingQuote = "the string's closing quote"
  }

  /// What a reader asks a value to be.
  public enum ExpectedType: String, Hashable, Sendable {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case integer = "an integer"
    case number = "a number"
    case boolean = "true or false"
    case null = "null"
  }

  /// What kind of mistake it was, for callers that answer each kind in another way.
  public enum Category: Hashable, Sendable {
    /// The bytes are not strict JSON.
    case malformed
    /// A value has another type than the reader asked for.
    case type
    /// A limit on size, depth or count.
    case limit
    /// The document says something that its format does not allow.
    case meaning
  }
}

extension JSONError.Reason {
  /// The kind of mistake that this is.
  public var category: JSONError.Category {
    switch self {
    case .endOfInput, .unexpectedByte, .byteOrderMark, .invalidUTF8, .controlCharacter,
      .invalidEscape, .loneSurrogate, .trailingBytes, .duplicateName:
      .malformed
    case .wrongType, .notAnInteger, .numberOutOfRange: .type
    case .limitExceeded: .limit
    case .missingMember, .unknownMember, .wrongElementCount, .invalid: .meaning
    }
  }
}
