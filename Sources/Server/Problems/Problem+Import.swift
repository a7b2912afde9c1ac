import Estimator
import JSON
import ModelFormats
import ProfileFiles

extension Problem {
  /// A body that is no model, or a model that cannot be.
  init(_ error: ImportError, in body: [UInt8]) {
    self.init(
      Self.type(of: error), Self.sentence(error.description), op: error.op, tensor: error.tensor,
      path: error.path, byteOffset: error.byteOffset, suggestion: error.suggestion)
    // Lines only where the body is text.
    if path != nil { line = byteOffset.map { body.line(at: $0) } }
  }

  private static func type(of error: ImportError) -> ProblemType {
    switch error {
    case .empty: .emptyBody
    case .unrecognised: .unrecognisedModel
    default:
      switch error.category {
      case .malformed: .malformedModel
      case .unsupportedKind: .unsupportedModel
      case .invalidModel: .invalidModel
      case .overLimit: .overLimit
      }
    }
  }

  /// A profile file that the loader would refuse.
  init(profile error: JSONError, in body: [UInt8]) {
    let type: ProblemType =
      switch error.reason.category {
      case .malformed, .type: .malformedProfile
      case .limit: .overLimit
      case .meaning: .invalidProfile
      }
    self.init(
      type, Self.sentence(error.description), path: error.path.description,
      byteOffset: error.byteOffset,
      line: body.line(at: error.byteOffset), suggestion: error.suggestion)
  }
}

extension Problem {
  /// Text that ends as a sentence does.
  private static func sentence(_ text: String) -> String {
    text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
  }
}

extension [UInt8] {
  /// The line, from 1, of the byte at `offset`.
  func line(at offset: Int) -> Int {
    prefix(Swift.max(0, offset)).reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
  }
}
