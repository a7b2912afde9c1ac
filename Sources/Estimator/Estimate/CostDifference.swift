/// By how much one estimate lies above another, with the 90 % interval of the difference itself.
///
/// Two estimates that share a device share most of their error, and what is shared cancels: 80 ms
/// known within 20 ms and 70 ms known within 18 ms may differ by 10 ms known within 3 ms.
///
/// The model of the error (`DeviceErrors`), to first order, for an operation *i* estimated at *v_i*
/// whose kernel is of class *k*:
///
///     true_i = v_i (1 + f_i + o_i + c_k + s) + m w_i
///
/// with independent errors *f_i* of the kernel's fit, *o_i* of the operation, *c_k* of the class, *s* of
/// the device and *m* of the memory that holds the weights, which takes *w_i* of the *v_i*. Let *A* be
/// the total of the one graph, *B* that of the other, *A_k*, *B_k* what operations of class *k* take, and
/// *A_w*, *B_w* what bringing in weights takes.
///
/// **One profile.** *c_k*, *s* and *m* are the same numbers on both sides, and so are *f_i* and *o_i* of
/// two operations that are identical. Pairing identical operations one to one leaves
///
///     true A - true B = (A - B) (1 + s) + sum over k of c_k (A_k - B_k)
///                     + m (A_w - B_w) + sum over pairs of (f + o) (a - b)
///                     + sum over the unpaired of +-(f_i + o_i) v_i
///
///     variance = s^2 (A - B)^2 + sum over k of c_k^2 (A_k - B_k)^2 + m^2 (A_w - B_w)^2
///              + sum over pairs of (f^2 + o^2) (a - b)^2 + sum over the unpaired of (f_i^2 + o_i^2) v_i^2
///
/// At one clock *a = b*: a pair leaves nothing, and two identical graphs differ by exactly 0 within
/// [0, 0]. At two clocks the pairs shrink or grow with the whole. What scaling power to another clock
/// adds to the error of energy is drawn for each clock on its own.
///
/// **Two profiles.** Devices and runtimes draw their own *s*, *c*, *m* and *o*. Where both run the same
/// kernel of the same library on the same shapes, the instructions are off by the same *f*:
///
///     variance = s_A^2 A^2 + s_B^2 B^2 + sum over k of (c_Ak^2 A_k^2 + c_Bk^2 B_k^2)
///              + m_A^2 A_w^2 + m_B^2 B_w^2
///              + sum over pairs of (f^2 (a - b)^2 + o_A^2 a^2 + o_B^2 b^2)
///              + sum over the unpaired of (f_i^2 + o_i^2) v_i^2
///
/// Relatives that share a part of their calibration (two runtimes of one board) would cancel more: a
/// profile does not say how much, so nothing is taken off.
///
/// Every term is at most its counterpart in the sum of both variances, since (x - y)^2 <= x^2 + y^2
/// for what is not negative: the interval is never wider than without sharing.
///
/// Its limits: operations that are alike but not identical (63 channels and 64) share more of their
/// error than is taken off here, and the interval is then wider than it had to be. Operations that no
/// kernel serves are in neither total; `isComplete` tells whether that matters.
public struct CostDifference: Hashable, Sendable {
  /// What the two estimates have in common.
  public enum Sharing: String, CaseIterable, Hashable, Sendable {
    /// Device, classes and identical operations.
    case profile
    /// The fits of kernels that both run on the same shapes; nothing of the device.
    case kernels
  }

  /// Milliseconds; `nil` where one side knows no time.
  public var latency: Interval?
  /// Microjoules; `nil` where one side knows no energy.
  public var energy: Interval?
  public var sharing: Sharing
  /// Whether the operations that no kernel serves are the same on both sides, so that the difference
  /// leaves none of them out.
  public var isComplete: Bool

  /// `head - base`: above zero where `head` costs more.
  ///
  /// - Complexity: O(operations of both + kernels).
  public init(from base: CostSide, to head: CostSide) {
    let isSameProfile =
      base.profile.id == head.profile.id
      && base.profile.digest == head.profile.digest
    let isOneClock = base.clock == head.clock
    sharing = isSameProfile ? .profile : .kernels
    var pairs = OperationPairs(base: base.operations, head: head.operations)
    let uncosted = { (operation: CostedOperation) in operation.identity.kernel == nil }
    isComplete =
      !pairs.onlyBase.contains { uncosted($0) && !$0.isFree }
      && !pairs.onlyHead.contains { uncosted($0) && !$0.isFree }
    pairs.drop(where: uncosted)
    let baseErrors = DeviceErrors(base.profile.runtime, at: base.clock)
    let headErrors = DeviceErrors(head.profile.runtime, at: head.clock)
    let baseKernels = KernelErrors(base.profile)
    let headKernels = KernelErrors(head.profile)
    let (baseMemory, headMemory) = (WeightMemory(base), WeightMemory(head))
    let (baseOperations, headOperations) = (base.operations, head.operations)
    func difference(
      _ value: (CostedOperation) -> Double?, base: SharedError, head: SharedError
    ) -> Interval {
      var sum = DifferenceSum(
        isShared: isSameProfile, isOneClock: isOneClock, base: baseErrors, head: headErrors)
      for (first, second) in pairs.both {
        sum.addPair(
          base: value(first) ?? 0, head: value(second) ?? 0,
          kernel: headKernels[second.identity])
      }
      for row in pairs.onlyBase { sum.addBase(value(row) ?? 0, kernel: baseKernels[row.identity]) }
      for row in pairs.onlyHead { sum.addHead(value(row) ?? 0, kernel: headKernels[row.identity]) }
      sum.addMemory(
        base: baseOperations.reduce(0) { $0 + (value($1) ?? 0) * baseMemory.share(of: $1) },
        head: headOperations.reduce(0) { $0 + (value($1) ?? 0) * headMemory.share(of: $1) })
      return sum.interval(base: base, head: head)
    }
    let (baseRuntime, headRuntime) = (base.profile.runtime, head.profile.runtime)
    if baseRuntime.timing != nil, headRuntime.timing != nil {
      latency = difference(
        \.latency, base: SharedError(common: baseErrors.time),
        head: SharedError(common: headErrors.time))
      if baseRuntime.power != nil, headRuntime.power != nil {
        energy = difference(
          \.energy, base: SharedError(common: baseErrors.energy, own: baseErrors.powerScaling),
          head: SharedError(common: headErrors.energy, own: headErrors.powerScaling))
      }
    }
  }
}

extension Estimate {
  /// By how much this estimate lies above `base`; `nil` when one of them is a summary.
  public func difference(from base: Estimate) -> CostDifference? {
    guard let head = costSide, let base = base.costSide else { return nil }
    return CostDifference(from: base, to: head)
  }
}

extension CostedOperation {
  /// A pure memory step costs nothing by definition.
  fileprivate var isFree: Bool { identity.type == OperatorKind.opaque.rawValue }
}
