/// Reads a model of any kind that is known here: the one front door.
///
/// `inputShapes` gives the shapes of ONNX inputs whose files leave extents open, by name.
///
/// `whileTrips` says how often a `while` of the file turns.
///
/// - Complexity: O(*n*) at most, where *n* is the size of the file; weights are not looked at.
public func importModel(
  _ bytes: [UInt8], inputShapes: [String: [Int]] = [:], whileTrips: Int = 1,
  limits: ImportLimits = ImportLimits()
) throws(ImportError) -> ImportedModel {
  guard bytes.count <= limits.fileBytes else {
    throw .limit(what: "bytes", count: bytes.count, limit: limits.fileBytes)
  }
  switch sniff(bytes) {
  case .empty: throw .empty
  case .unknown: throw .unrecognised
  case .unsupported(let format): throw .unsupported(format)
  case .model(let format):
    return try importModel(
      bytes, as: format, inputShapes: inputShapes, whileTrips: whileTrips, limits: limits)
  }
}

/// Reads a model of a kind that the caller knows.
public func importModel(
  _ bytes: [UInt8], as format: ModelFormat, inputShapes: [String: [Int]] = [:],
  whileTrips: Int = 1, limits: ImportLimits = ImportLimits()
) throws(ImportError) -> ImportedModel {
  if format != .onnx, let name = inputShapes.keys.sorted().first {
    throw .onnx(
      .inputShape(
        name: name, detail: "only ONNX files leave shapes open; this file states its own",
        suggestion: nil))
  }
  switch format {
  case .tflite:
    var importer = TFLiteImporter(bytes, whileTrips: whileTrips, limits: limits)
    return try importer.run()
  case .graphJSON: return try importGraph(document: bytes, limits: limits)
  case .onnx:
    return try ONNXImporter(bytes, inputShapes: inputShapes, limits: limits).run()
  }
}
