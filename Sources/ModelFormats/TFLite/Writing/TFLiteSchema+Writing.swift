/// What a table must be known to consist of before it can be written anew.
struct TFLiteTableForm {
  enum Part { case scalar, pointer }

  let name: String
  /// By field id.
  let parts: [Part]

  /// `Model` of the schema of 2026: the last two name weights in other files.
  static let model = TFLiteTableForm(
    name: "Model",
    parts: [
      .scalar, .pointer, .pointer, .pointer, .pointer, .pointer, .pointer, .pointer, .pointer,
      .pointer,
    ])

  /// `SubGraph` of the schema of 2026; the last field numbers an entry of debug metadata.
  static let subgraph = TFLiteTableForm(
    name: "SubGraph", parts: [.pointer, .pointer, .pointer, .pointer, .pointer, .scalar])
}

extension TFLiteSchema.Model {
  /// Weights in other files.
  static let externalBuffers = 9
}

extension TFLiteSchema.Operator {
  /// Where options lie behind the FlatBuffer, counted from the start of the file.
  static let largeCustomOptionsOffset = 9
}
