public import JSON
public import ModelFormats
public import Reports

/// One side of a comparison: a report that was kept, a model, or both.
public struct ComparedSide: Sendable {
  public var report: RecordedReport?
  /// With it, a side can be estimated again when profiles or program changed.
  public var model: Model?

  public struct Model: Sendable {
    public var imported: ImportedModel
    public var sha256: String

    public init(_ bytes: [UInt8]) throws(ImportError) {
      imported = try importModel(bytes)
      sha256 = sha256Hexadecimal(bytes)
    }
  }

  public init(report: RecordedReport? = nil, model: Model? = nil) {
    self.report = report
    self.model = model
  }
}

/// Why a side cannot be read.
public enum ComparedSideError: Error, Sendable {
  /// No report, or one that does not agree with itself.
  case report(JSONError)
  case model(ImportError)
}

extension ComparedSideError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .report(let error): error.description
    case .model(let error): error.description
    }
  }
}

extension ComparedSide {
  /// A file: a report in JSON, or a model of any kind.
  public init(file bytes: [UInt8]) throws(ComparedSideError) {
    if Self.isReport(bytes) {
      do { self.init(report: try RecordedReport(document: bytes)) } catch { throw .report(error) }
    } else {
      do { self.init(model: try Model(bytes)) } catch { throw .model(error) }
    }
  }

  /// Whether the bytes are JSON that says it follows one of our schemas; graphs have a `format`.
  public static func isReport(_ bytes: [UInt8]) -> Bool {
    guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
      var reader = try? JSONReader(document: bytes), var members = try? reader.object()
    else { return false }
    while let name = try? members.next(&reader) {
      switch name {
      case "schema": return true
      case "format": return false
      default: continue
      }
    }
    return false
  }
}
