import HTTPCore

/// The body of `POST /calibrate`: a table alone, or a form with a table and the models that it names.
struct CalibrationBody: Sendable {
  var measurements: [UInt8]
  /// By the file's name, or the form field's where there is no file.
  var models: [String: ArraySlice<UInt8>] = [:]

  /// The form field that holds the table.
  static let tableName = "measurements"

  init(_ body: [UInt8]) throws(Problem) {
    guard !body.isEmpty else {
      throw Problem(
        .emptyBody, "The body is empty; expected measurements as CSV, or a form with them.")
    }
    guard MultipartForm.isLikely(body) else {
      measurements = body
      try checkSize()
      return
    }
    let form: MultipartForm
    do throws(MultipartError) {
      form = try MultipartForm(body)
    } catch {
      throw Problem(error)
    }
    var table: ArraySlice<UInt8>?
    for part in form.parts {
      guard part.name != Self.tableName else {
        guard table == nil else {
          throw Problem(
            .malformedMeasurements, "The form has two parts named '\(Self.tableName)'.")
        }
        table = part.content
        continue
      }
      let name = part.filename ?? part.name
      guard models.updateValue(part.content, forKey: name) == nil else {
        throw Problem(
          .malformedMeasurements, "The form has two models named '\(name.shortened)'.")
      }
    }
    guard let table else {
      throw Problem(
        .malformedMeasurements, "The form has no part named '\(Self.tableName)', the table.")
    }
    measurements = Array(table)
    try checkSize()
  }

  private func checkSize() throws(Problem) {
    guard measurements.count <= CalibrationLimits.tableBytes else {
      throw Problem(
        .overLimit,
        "The measurements have \(measurements.count) bytes; at most "
          + "\(CalibrationLimits.tableBytes) are read.")
    }
  }
}

extension Problem {
  fileprivate init(_ error: MultipartError) {
    switch error {
    case .tooManyParts: self.init(.overLimit, error.description)
    case .malformed(_, let offset):
      self.init(.malformedMeasurements, error.description, byteOffset: offset)
    }
  }
}
