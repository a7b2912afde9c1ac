public import Estimator

/// Throughput against multiply-accumulates per output, by operation type, on one profile.
///
/// A result of the cost model and not an input to it: each point is the estimate of a network of one
/// layer (`CurveFamily`). Lai et al. 2018, figure 2.
public struct Curves: Hashable, Sendable {
  /// The form of an answer; the raw value is what `format=` takes.
  public enum Format: String, CaseIterable, Hashable, Sendable {
    case json, text, csv, svg
  }

  /// One layer of a family.
  struct Point: Hashable, Sendable {
    var size: Int
    var row: OperationEstimate

    /// Of pools, which have no MACs, the kernel's area.
    var arithmeticOperationsPerOutput: Double {
      row.outputs > 0 ? Double(row.arithmeticOperations) / Double(row.outputs) : 0
    }
  }

  struct Curve: Hashable, Sendable {
    var family: CurveFamily
    var points: [Point]
  }

  let version: String
  let profilesDigest: String
  let profile: Profile
  let clock: Hertz
  let curves: [Curve]

  /// Estimates every layer of every family on the profile, at its default clock or, where its times
  /// hold at one clock alone, at that.
  public init(
    of profile: Profile, version: String, profilesDigest: String
  ) throws(EstimateError) {
    var options = EstimateOptions(detail: .ops)
    if let timing = profile.runtime.timing, timing.clockScaling == .fixed {
      options.clock = timing.clock
    }
    var curves: [Curve] = []
    for family in CurveFamily.allCases {
      var points: [Point] = []
      for size in family.sizes {
        let estimate = try estimate(family.graph(size: size), on: profile, options: options)
        for row in estimate.operations { points.append(Point(size: size, row: row)) }
      }
      curves.append(Curve(family: family, points: points))
    }
    self.version = version
    self.profilesDigest = profilesDigest
    self.profile = profile
    self.clock = options.clock ?? profile.device.defaultClock
    self.curves = curves
  }
}

extension Curves.Format {
  /// What `Content-Type` says.
  public var mediaType: String {
    switch self {
    case .json: "application/json"
    case .text: "text/plain; charset=utf-8"
    case .csv: "text/csv; charset=utf-8; header=present"
    case .svg: "image/svg+xml"
    }
  }
}

extension Curves {
  public func write(as format: Format) -> [UInt8] {
    switch format {
    case .json: json()
    case .text: text()
    case .csv: csv()
    case .svg: svg()
    }
  }
}
