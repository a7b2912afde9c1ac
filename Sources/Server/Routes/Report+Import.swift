public import ModelFormats
public import Reports

extension Report.Note {
  /// What the importer noted, as a report shows it.
  public init(_ note: ImportNote) {
    self.init(code: note.code, operation: note.op, message: note.message)
  }
}
