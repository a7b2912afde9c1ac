public import Estimator

extension RecordedReport {
  /// One row of `ops`.
  ///
  /// A reference, and never changed: a comparison hands rows from list to list, and sorts them.
  public final class Row: Sendable {
    /// What an operation is, whatever it is called and runs on.
    public struct Structure: Hashable, Sendable {
      public var type: String
      public var outputShape: [Int]?
      public var macs: Int
      public var weightBytes: Int
    }

    public let index: Int
    public let name: String
    public let op: String
    public let structure: Structure
    public let kernel: String?
    /// Milliseconds.
    public let latency: Interval?
    /// Microjoules.
    public let energy: Interval?
    public let liveBytes: Int
    public let scratchBytes: Int

    public var type: String { structure.type }
    public var outputShape: [Int]? { structure.outputShape }
    public var macs: Int { structure.macs }
    public var weightBytes: Int { structure.weightBytes }

    public init(
      index: Int, name: String, op: String, structure: Structure, kernel: String?,
      latency: Interval?, energy: Interval?, liveBytes: Int, scratchBytes: Int
    ) {
      self.index = index
      self.name = name
      self.op = op
      self.structure = structure
      self.kernel = kernel
      self.latency = latency
      self.energy = energy
      self.liveBytes = liveBytes
      self.scratchBytes = scratchBytes
    }
  }
}

extension RecordedReport.Row: Hashable {
  public static func == (left: RecordedReport.Row, right: RecordedReport.Row) -> Bool {
    left === right
      || left.index == right.index && left.name == right.name && left.op == right.op
        && left.structure == right.structure && left.kernel == right.kernel
        && left.latency == right.latency && left.energy == right.energy
        && left.liveBytes == right.liveBytes && left.scratchBytes == right.scratchBytes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(index)
    hasher.combine(name)
    hasher.combine(structure)
  }
}

extension RecordedReport.Row {
  convenience init(_ row: OperationEstimate) {
    self.init(
      index: row.index, name: row.name, op: row.kind.rawValue,
      structure: Structure(
        type: row.type, outputShape: row.outputShape, macs: row.macs,
        weightBytes: row.weightBytes),
      kernel: row.kernel, latency: row.latency?.asReported, energy: row.energy?.asReported,
      liveBytes: row.liveBytes, scratchBytes: row.scratchBytes)
  }
}
