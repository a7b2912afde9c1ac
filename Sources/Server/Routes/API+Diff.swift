import Estimator
import HTTPCore
import JSON
import ModelFormats
import ProfileFiles
import Reports

extension API {
  /// `POST /diff`.
  func diff(_ call: Call) throws(Problem) -> HTTPReply {
    let query = try DiffQuery(call.request)
    var comparison = ReportComparison(call.snapshot.profiles)
    switch query.selection {
    case .defaults: break
    case .all: comparison.named = call.snapshot.profiles.profiles
    case .named:
      var names = EstimateQuery()
      names.selection = query.selection
      comparison.named = try names.profiles(in: call.snapshot.profiles)
    }
    comparison.clock = query.clock
    comparison.reservedRAM = query.reservedRAM
    comparison.reservedFlash = query.reservedFlash
    comparison.budgets = query.budgets
    comparison.limits = query.limits
    let job = DiffJob(body: call.request.body, query: query, comparison: comparison)
    return .compute(cost: job.cost) { job.response() }
  }
}

/// One comparison to be made: everything that the answer depends on, and nothing else.
struct DiffJob: Sendable {
  var body: [UInt8]
  var query: DiffQuery
  var comparison: ReportComparison

  /// What the compute pool charges: reading, and two estimates a profile where models are compared.
  var cost: Int {
    2 * body.count + (64 << 10) * max(1, comparison.named.count)
  }

  func response() -> HTTPResponse {
    do {
      let (base, head) = try DiffBody(body).sides()
      return response(try diff(base, head))
    } catch {
      return error.response
    }
  }

  private func diff(_ base: ComparedSide, _ head: ComparedSide) throws(Problem) -> ReportDiff {
    do {
      return try comparison.diff(from: base, to: head)
    } catch {
      switch error {
      case .unknownProfile:
        throw Problem(.unknownProfile, error.description, parameter: "profile")
      case .estimate(let reason, let profile): throw Problem(reason, on: profile)
      case .nothingInCommon, .otherModel: throw Problem(.invalidReport, error.description)
      }
    }
  }

  private func response(_ diff: ReportDiff) -> HTTPResponse {
    var response = HTTPResponse(headers: ["vary": "accept"])
    var mediaType = query.format.mediaType
    if query.gate && !diff.pass {
      let problem = Problem(limitsOf: diff)
      response.status = problem.status
      if query.format == .json {
        mediaType = Problem.mediaType
        response.body = diff.json(leadingMembers: problem.leadingMembers)
      }
    }
    response.headers.append("content-type", mediaType)
    if response.body.isEmpty { response.body = diff.write(as: query.format) }
    return response
  }
}

/// The body of a comparison: `{"base": side, "head": side}`.
///
/// A side is a report, a graph, `{"model_base64": ...}`, or `{"report": ..., "graph": ...}` (or
/// `"model_base64"`) for a report with the model that it is of.
struct DiffBody {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func sides() throws(Problem) -> (base: ComparedSide, head: ComparedSide) {
    guard !bytes.isEmpty else {
      throw Problem(
        .emptyBody,
        "The body is empty; expected {\"base\": ..., \"head\": ...}, each a report or a "
          + "graph.")
    }
    do {
      var reader = try JSONReader(document: bytes)
      var base: ComparedSide?
      var head: ComparedSide?
      var members = try reader.object()
      while let name = try members.next(&reader) {
        switch name {
        case "base": base = try side(&reader, "base")
        case "head": head = try side(&reader, "head")
        default: throw Misfit(error: reader.unknownMember(name, known: ["base", "head"]))
        }
      }
      guard let base else { throw Misfit(error: reader.missingMember("base", of: members)) }
      guard let head else { throw Misfit(error: reader.missingMember("head", of: members)) }
      try reader.finish()
      return (base, head)
    } catch let problem as Problem {
      throw problem
    } catch let error as JSONError {
      throw Problem(report: error, in: bytes)
    } catch let misfit as Misfit {
      throw Problem(report: misfit.error, in: bytes, as: .malformedReport)
    } catch {
      throw Problem(.malformedReport, "The body cannot be read.")
    }
  }

  private func side(_ reader: inout JSONReader, _ name: String) throws -> ComparedSide {
    switch try Self.kind(reader) {
    case .report: return ComparedSide(report: try RecordedReport(&reader))
    case .graph: return ComparedSide(model: try graph(&reader, "$.\(name)"))
    case .parts: return try parts(&reader, name)
    }
  }

  private enum Kind {
    case report, graph, parts
  }

  /// What does not belong into the object around the sides: malformed, where a report that is at odds
  /// with itself is invalid.
  private struct Misfit: Error {
    var error: JSONError
  }

  /// Looks ahead: which of its members tells what an object is.
  private static func kind(_ reader: JSONReader) throws -> Kind {
    var reader = reader
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "schema": return .report
      case "format", "ops": return .graph
      case "report", "graph", "model_base64": return .parts
      default: continue
      }
    }
    throw Misfit(
      error: reader.failure(
        .invalid(
          "neither a report (with a \"schema\") nor a graph (with a \"format\") nor "
            + "\"model_base64\"")))
  }

  private func parts(_ reader: inout JSONReader, _ side: String) throws -> ComparedSide {
    var result = ComparedSide()
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "report": result.report = try RecordedReport(&reader)
      case "graph": result.model = try graph(&reader, "$.\(side).graph")
      case "model_base64":
        let text = try reader.string()
        guard let model = Base64Text.decode(text) else {
          throw Misfit(
            error: reader.failure(.invalid("this is not base64 (RFC 4648, with padding)")))
        }
        let place = reader.path.description
        do { result.model = try ComparedSide.Model(model) } catch {
          var problem = Problem(error, in: model)
          problem.detail = "\(place): \(problem.detail)"
          problem.path = place
          problem.line = nil
          throw problem
        }
      default:
        throw Misfit(error: reader.unknownMember(name, known: ["report", "graph", "model_base64"]))
      }
    }
    return result
  }

  private func graph(_ reader: inout JSONReader, _ place: String) throws -> ComparedSide.Model {
    let range = try reader.rawValue()
    do {
      return try ComparedSide.Model(Array(bytes[range]))
    } catch {
      var problem = Problem(error, in: bytes)
      problem.detail = "In \(place): \(problem.detail)"
      problem.path = error.path.map { place + $0.dropFirst() }
      problem.byteOffset = error.byteOffset.map { $0 + range.lowerBound }
      problem.line = problem.byteOffset.map { bytes.line(at: $0) }
      throw problem
    }
  }
}

extension Problem {
  /// A report that cannot be read, or does not agree with itself.
  init(report error: JSONError, in body: [UInt8], as stated: ProblemType? = nil) {
    let type: ProblemType =
      switch error.reason.category {
      case .malformed, .type: .malformedReport
      case .limit: .overLimit
      case .meaning: .invalidReport
      }
    let text = error.description
    self.init(
      stated ?? type, text.hasSuffix(".") || text.hasSuffix("?") ? text : text + ".",
      path: error.path.description, byteOffset: error.byteOffset,
      line: body.line(at: error.byteOffset), suggestion: error.suggestion)
  }

  /// A comparison that fails: which limits and budgets, and where.
  init(limitsOf diff: ReportDiff) {
    var failures: [String] = []
    for result in diff.results {
      for limit in result.limits where !limit.pass && limit.limit.level == .fail {
        failures.append("the limit on \(limit.limit.metric.rawValue) on \(result.profile)")
      }
      for budget in result.budgets where !budget.pass && budget.level == .fail {
        failures.append("the budget of \(budget.metric.rawValue) on \(result.profile)")
      }
    }
    self.init(
      diff.limitsPass ? .budgetFailed : .regressionFailed,
      "Failed: \(failures.map { $0.shortened(to: 160) }.prefix(20).joined(separator: ", ")).")
  }
}
