import Crypto
import Estimator
import HTTPCore
import JSON
import ModelFormats
import ProfileFiles
import Reports

extension API {
  /// `POST /estimate`.
  func estimate(_ call: Call) throws(Problem) -> HTTPReply {
    let query = try EstimateQuery(call.request)
    let profiles = try query.profiles(in: call.snapshot.profiles)
    let job = EstimateJob(
      body: call.request.body, query: query, profiles: profiles, set: call.snapshot.profiles)
    guard !MultipartForm.isLikely(job.body) else {
      return .compute(cost: job.cost + EstimateJob.searchCost) { job.responseToForm() }
    }
    guard job.isSmall(limits) else { return .compute(cost: job.cost) { job.response() } }
    let model = try job.importedModel()
    guard job.isSearchedQuickly(model.graph) else {
      return .compute(cost: job.cost + EstimateJob.searchCost) { job.response(model) }
    }
    return .response(job.response(model))
  }
}

/// One estimate to be made: everything that the answer depends on, and nothing else.
struct EstimateJob: Sendable {
  var body: [UInt8]
  var query: EstimateQuery
  var profiles: [Profile]
  /// That the profiles are from.
  var set: ProfileSet
  /// What the answer looks back at, and what the model is called there.
  var baseline: BaselineReports?
  var path: String?

  /// Whether it is quicker made than handed to another thread.
  func isSmall(_ limits: APILimits) -> Bool {
    body.count <= limits.inlineBodyBytes && profiles.count <= limits.inlineProfiles
      && query.order == .given && query.planner == .tflmGreedy && !query.whatIf
  }

  /// What the compute pool charges for it, in bytes of work: parsing goes by the body, estimates by
  /// the operations, of which there are at most about one in eight bytes.
  var cost: Int {
    let perProfile = body.count / 8 + (4 << 10)
    let search =
      query.order == .best || query.planner == .best ? Self.searchCost * profiles.count : 0
    let trials = query.whatIf ? perProfile * WhatIfSearch.estimateLimit + Self.searchCost : 0
    return body.count + perProfile * profiles.count + search + trials
  }
}

extension EstimateJob {
  /// What the search for the best order or placement is charged, in bytes of work: it is bounded in
  /// states, and a wide network of a few kilobytes may use them all.
  static let searchCost = 1 << 20

  /// Whether the look for the best order that rows bring along takes next to no time: operations that
  /// join branches are what gives it a choice.
  func isSearchedQuickly(_ graph: Graph) -> Bool {
    guard query.options(profileCount: profiles.count).detail != .summary else { return true }
    let joins = graph.operations.lazy.filter { operation in
      operation.inputs.lazy.compactMap { $0 }
        .filter { graph.tensors[$0].storage == .activation }.count > 1
    }
    return joins.count <= 8
  }

  /// Takes the form apart and answers.
  func responseToForm() -> HTTPResponse {
    do {
      let form = try EstimateForm(body)
      var job = self
      job.body = form.model
      job.baseline = form.baseline
      job.path = form.path
      // There is no other reason to send one.
      if form.baseline != nil { job.query.why = true }
      return job.response()
    } catch {
      return error.response
    }
  }

  /// Reads the body and answers.
  func response() -> HTTPResponse {
    do {
      return response(try importedModel())
    } catch {
      return error.response
    }
  }

  /// Answers for a model that was read from the body.
  func response(_ model: ImportedModel) -> HTTPResponse {
    do {
      return response(try report(model))
    } catch {
      return error.response
    }
  }

  func importedModel() throws(Problem) -> ImportedModel {
    do {
      let model = try importModel(
        body, inputShapes: query.inputShapes, whileTrips: query.whileTrips)
      guard let type = query.assumedType else { return model }
      return try model.assuming(type.dataType)
    } catch {
      throw Problem(error, in: body)
    }
  }

  private func report(_ model: ImportedModel) throws(Problem) -> Report {
    let options = query.options(profileCount: profiles.count)
    var results: [Report.Result] = []
    results.reserveCapacity(profiles.count)
    for profile in profiles {
      let estimate = try estimate(model, on: profile, options)
      let budgets = query.budgets.evaluate(estimate, macs: model.graph.macs)
      var result = Report.Result(
        consume estimate, budgets: budgets, dutyCycle: query.dutyCycle)
      result.explain(
        model.graph, options, why: query.why, whatIf: query.whatIf, in: set)
      results.append(consume result)
    }
    var report = Report(
      version: OpmeterVersion.current, profilesDigest: set.digest,
      model: Report.Model(
        model.graph, format: model.format.rawValue, sha256: SHA256.hexadecimal(body),
        notes: model.facts.notes.map { Report.Note($0) }),
      detail: options.detail, results: results)
    if let name = query.modelName { report.model.name = name }
    guard let baseline else { return report }
    do throws(BaselineMismatch) {
      try report.look(backAt: baseline, path: path)
      return report
    } catch {
      throw Problem(.invalidReport, error.description)
    }
  }

  private func estimate(
    _ model: ImportedModel, on profile: Profile, _ options: EstimateOptions
  ) throws(Problem) -> Estimate {
    do {
      return try Estimator.estimate(model.graph, on: profile, options: options)
    } catch {
      throw Problem(error, on: profile)
    }
  }

  /// With `gate=true` a failed budget is an error that still shows the whole report, so that
  /// `curl --fail-with-body` fails a pipeline's step and prints why.
  private func response(_ report: Report) -> HTTPResponse {
    var response = HTTPResponse(headers: ["vary": "accept"])
    var mediaType = query.format.mediaType
    if query.gate && !report.pass {
      response.status = ProblemType.budgetFailed.status
      if query.format == .json {
        mediaType = Problem.mediaType
        response.body = report.json(leadingMembers: Problem(budgetsOf: report).leadingMembers)
      }
    }
    response.headers.append("content-type", mediaType)
    if response.body.isEmpty { response.body = report.write(as: query.format) }
    return response
  }
}
