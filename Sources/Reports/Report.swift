public import Estimator

/// What one request answered: a model, and one result for each profile.
///
/// A value without a clock or a host's name in it, so every format of it is the same bytes wherever
/// and whenever it is written.
public struct Report: Hashable, Sendable {
  /// What the model is, whatever it runs on.
  public struct Model: Hashable, Sendable {
    public var name: String
    /// `tflite`, `onnx`, `opmeter-graph/1`.
    public var format: String
    /// Of the bytes that were sent, in hexadecimal; `nil` where nobody computed it.
    public var sha256: String?
    public var operationCount: Int
    public var macs: Int
    public var arithmeticOperations: Int
    public var parameters: Int
    public var weightBytes: Int
    /// What the importer changed or assumed, in the file's order.
    public var notes: [Note]

    public init(
      name: String, format: String, sha256: String?, operationCount: Int, macs: Int,
      arithmeticOperations: Int, parameters: Int, weightBytes: Int, notes: [Note] = []
    ) {
      self.name = name
      self.format = format
      self.sha256 = sha256
      self.operationCount = operationCount
      self.macs = macs
      self.arithmeticOperations = arithmeticOperations
      self.parameters = parameters
      self.weightBytes = weightBytes
      self.notes = notes
    }

    public init(_ graph: borrowing Graph, format: String, sha256: String? = nil, notes: [Note] = [])
    {
      self.init(
        name: graph.name, format: format, sha256: sha256, operationCount: graph.operations.count,
        macs: graph.macs, arithmeticOperations: graph.arithmeticOperations,
        parameters: graph.parameters, weightBytes: graph.weightBytes, notes: notes)
    }
  }

  /// Something that was done to the network before it was estimated: a fusion, an assumption.
  public struct Note: Hashable, Sendable {
    /// A stable word for programs.
    public var code: String
    public var operation: String?
    public var message: String

    public init(code: String, operation: String? = nil, message: String) {
      self.code = code
      self.operation = operation
      self.message = message
    }
  }

  /// An estimate on one profile, held against the budgets.
  public struct Result: Hashable, Sendable {
    public var estimate: Estimate
    public var budgets: [BudgetResult]
    /// Where somebody said how often it infers.
    public var dutyCycle: DutyCycleEstimate?
    /// Where somebody asked why it costs what it costs.
    public var why: Why?
    /// What changed since a baseline, where one was given that has this profile.
    public var since: ReportDiff?
    /// Where somebody asked what changes would save: dearest saving first.
    public var whatIf: [WhatIf]?

    public init(
      _ estimate: consuming Estimate, budgets: [BudgetResult] = [], dutyCycle: DutyCycle? = nil
    ) {
      self.dutyCycle = dutyCycle.map { estimate.dutyCycle($0) }
      self.budgets = budgets
      self.estimate = estimate
    }

    /// True without budgets.
    public var pass: Bool { budgets.pass }
  }

  /// Of the program.
  public var version: String
  /// Of the whole set of profiles: `sha256:<hex>`.
  public var profilesDigest: String
  public var model: Model
  /// What is written; the estimates may hold more.
  public var detail: EstimateOptions.Detail
  public var results: [Result]

  public init(
    version: String, profilesDigest: String, model: Model, detail: EstimateOptions.Detail,
    results: [Result]
  ) {
    self.version = version
    self.profilesDigest = profilesDigest
    self.model = model
    self.detail = detail
    self.results = results
  }

  /// Whether every result passes.
  public var pass: Bool { results.allSatisfy(\.pass) }
}
