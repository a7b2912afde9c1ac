import Estimator
public import JSON

// Reading a report that somebody kept. What does not agree with itself was changed by hand (or cut),
// and is refused with its place: a baseline that lies would pass what it should stop.
extension RecordedReport {
  public init(document bytes: [UInt8]) throws(JSONError) {
    var reader = try JSONReader(document: bytes)
    self = try RecordedReport(&reader)
    try reader.finish()
  }

  /// Reads the report at hand. Members that it does not know are passed over: later versions of the
  /// schema's first edition add some, and a failed gate's answer has a problem's in front.
  public init(_ reader: inout JSONReader) throws(JSONError) {
    var version: String?
    var digest: String?
    var model: Report.Model?
    var results: [Result]?
    var hasSchema = false
    var operationsAt = 0
    var rowsAt: [RowPlaces] = []
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "schema":
        let schema = try reader.string()
        if [BaselineReports.schema, "opmeter-check/1"].contains(schema) {
          throw reader.failure(
            .invalid(
              "this is a baseline of 'opmeter check', which holds several reports: give one of "
                + "them, or run 'opmeter check'"))
        }
        guard schema == Self.schema else {
          throw reader.failure(
            .invalid(
              "the schema is '\(VisibleText.of(schema, limit: 60))'; this program reads "
                + "\(Self.schema): make the report again"))
        }
        hasSchema = true
      case "version": version = try reader.string()
      case "profiles_digest": digest = try reader.string()
      case "model":
        operationsAt = reader.valueOffset
        model = try Self.model(&reader)
      case "results":
        results = try reader.array { reader throws(JSONError) in
          var places = RowPlaces()
          let result = try Result(&reader, &places)
          rowsAt.append(places)
          return result
        }
      default: try reader.skip()
      }
    }
    guard hasSchema else { throw reader.missingMember("schema", of: members) }
    guard let version else { throw reader.missingMember("version", of: members) }
    guard let digest else { throw reader.missingMember("profiles_digest", of: members) }
    guard let model else { throw reader.missingMember("model", of: members) }
    guard let results else { throw reader.missingMember("results", of: members) }
    self.init(version: version, profilesDigest: digest, model: model, results: results)
    for (result, places) in zip(results, rowsAt) {
      guard let rows = result.rows else { continue }
      guard rows.count == model.operationCount else {
        throw reader.failure(
          .invalid(
            "\(rows.count) rows, and model.op_count says \(model.operationCount): "
              + "the report was changed"), at: places.rows)
      }
      let macs = rows.reduce(0.0) { $0 + Double($1.macs) }
      guard macs == Double(model.macs) else {
        throw reader.failure(
          .invalid(
            "the rows add up to \(Int(exactly: macs) ?? .max) MACs, and model.macs says "
              + "\(model.macs): the report was changed"), at: operationsAt)
      }
    }
    var seen: Set<String> = []
    for (result, places) in zip(results, rowsAt) where !seen.insert(result.profile).inserted {
      throw reader.failure(
        .invalid("the profile '\(VisibleText.of(result.profile, limit: 80))' has two results"),
        at: places.profile)
    }
  }

  /// Where parts of one result stand in the document.
  struct RowPlaces {
    var profile = 0
    var rows = 0
    var latency = 0
    var energy = 0
    var pass = 0
    var fits = 0
  }

  private static func model(_ reader: inout JSONReader) throws(JSONError) -> Report.Model {
    var model = Report.Model(
      name: "", format: "", sha256: nil, operationCount: 0, macs: 0, arithmeticOperations: 0,
      parameters: 0, weightBytes: 0)
    var needed: Set<String> = ["name", "op_count", "macs"]
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "name": model.name = try reader.string()
      case "format": model.format = try reader.string()
      case "sha256": model.sha256 = try reader.isNull() ? nil : try reader.string()
      case "op_count": model.operationCount = try reader.count()
      case "macs": model.macs = try reader.count()
      case "arith_ops": model.arithmeticOperations = try reader.count()
      case "parameters": model.parameters = try reader.count()
      case "weight_bytes": model.weightBytes = try reader.count()
      default:
        try reader.skip()
        continue
      }
      needed.remove(name.string)
    }
    if let missing = needed.min() { throw reader.missingMember(missing, of: members) }
    return model
  }
}
