/// Flash that weights, the model file's tables, kernels and interpreter take.
public struct FlashEstimate: Hashable, Sendable {
  public var weightBytes: Int
  /// What else of the file lies in flash: the tables of tensors, operators and quantisation that an
  /// interpreter reads where they are. `nil` where the network came from no such file, or the runtime
  /// translates it.
  public var tableBytes: Int?
  /// `nil` where nobody knows it.
  public var codeBytes: Int?
  /// What `codeBytes` is made of; left out of summaries.
  public var code: CodeEstimate?
  /// Of what is known.
  public var totalBytes: Int

  public init(
    weightBytes: Int, tableBytes: Int? = nil, codeBytes: Int?, code: CodeEstimate? = nil,
    totalBytes: Int
  ) {
    self.weightBytes = weightBytes
    self.tableBytes = tableBytes
    self.codeBytes = codeBytes
    self.code = code
    self.totalBytes = totalBytes
  }

  /// What a network takes on `profile`.
  init(_ graph: borrowing Graph, on profile: Profile, detail: EstimateOptions.Detail) {
    let code = profile.codeEstimate(graph.operatorKinds)
    let tables = profile.runtime.interpreter == .none ? nil : graph.fileTableBytes
    self.init(
      weightBytes: graph.weightBytes, tableBytes: tables, codeBytes: code?.bytes,
      code: detail == .summary ? nil : code,
      totalBytes: graph.weightBytes + (tables ?? 0) + (code?.bytes ?? 0))
  }

  /// What a linker script may put elsewhere: the model.
  var modelBytes: Int { weightBytes + (tableBytes ?? 0) }
}
