import HTTPCore
import JSON
import Reports

/// The body of `POST /estimate` as a form: a model, and the baseline that the answer looks back at.
///
/// `curl -F model=@kws.tflite -F baseline=@opmeter-baseline.json`: a model alone needs no form.
struct EstimateForm: Sendable {
  var model: [UInt8]
  /// As the client calls the file: what tells its reports from other models' in a baseline.
  var path: String?
  var baseline: BaselineReports?

  /// The fields that there are.
  static let fields = ["model", "baseline"]

  init(_ body: [UInt8]) throws(Problem) {
    let form: MultipartForm
    do throws(MultipartError) {
      form = try MultipartForm(body)
    } catch {
      switch error {
      case .tooManyParts: throw Problem(.overLimit, error.description)
      case .malformed(_, let offset):
        throw Problem(.malformedRequest, error.description, byteOffset: offset)
      }
    }
    var model: MultipartForm.Part?
    var baseline: MultipartForm.Part?
    for part in form.parts {
      guard Self.fields.contains(part.name) else {
        let nearest = nearestName(to: part.name, among: Self.fields)
        throw Problem(
          .malformedRequest,
          "The form has no field '\(part.name.shortened)'. "
            + (nearest.map { "Did you mean '\($0)'?" } ?? "Known: model, baseline."),
          suggestion: nearest)
      }
      guard (part.name == "model" ? model : baseline) == nil else {
        throw Problem(.malformedRequest, "The form has two parts named '\(part.name)'.")
      }
      if part.name == "model" { model = part } else { baseline = part }
    }
    guard let model else {
      throw Problem(.malformedRequest, "The form has no part named 'model'.")
    }
    self.model = Array(model.content)
    path = model.filename
    guard let baseline else { return }
    let bytes = Array(baseline.content)
    do throws(JSONError) {
      self.baseline = try BaselineReports(document: bytes)
    } catch {
      var problem = Problem(report: error, in: bytes)
      problem.detail = "The baseline: \(problem.detail)"
      throw problem
    }
  }
}
