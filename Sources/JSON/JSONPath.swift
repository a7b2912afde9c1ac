/// Where in a document a value stands, from the root inward; printed as `$.ops[3].kernel[0]`.
public struct JSONPath: Hashable, Sendable {
  /// One step inward.
  public enum Component: Hashable, Sendable {
    case member(String)
    case element(Int)
  }

  /// The steps from the root to the value.
  public var components: [Component]

  /// The path of these steps.
  public init(_ components: [Component] = []) {
    self.components = components
  }

  /// The whole document, `$`.
  public static let root = JSONPath()

  /// The path of the member `name` of the object that stands here.
  public func member(_ name: String) -> JSONPath {
    JSONPath(components + [.member(name)])
  }

  /// The path of the element `index` of the array that stands here.
  public func element(_ index: Int) -> JSONPath {
    JSONPath(components + [.element(index)])
  }
}

extension JSONPath: CustomStringConvertible {
  /// The path as RFC 9535 (JSONPath) writes it: `.name` where the name is a plain word, else
  /// `["name"]` with the name as a JSON string.
  public var description: String {
    var text = "$"
    for component in components {
      switch component {
      case .element(let index): text += "[\(index)]"
      case .member(let name) where Self.isPlainWord(name): text += ".\(name)"
      case .member(let name): text += "[\(JSONWriter.quoted(name))]"
      }
    }
    return text
  }

  private static func isPlainWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
