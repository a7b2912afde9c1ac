/// Channels of a convolution or fully connected layer that carry anything: those whose weights are
/// not all zero.
///
/// Training with a penalty on weights kills channels: of the 128 and 256 of the last layers of MLPerf
/// Tiny's person detector 90 % are dead. Some runtimes leave them out when they translate a model.
public struct LiveChannels: Hashable, Sendable {
  /// Input channels that at least one filter reads with a weight other than zero.
  public var inputs: Int
  /// Filters with at least one weight other than zero.
  public var outputs: Int

  public init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
  }
}

extension Graph {
  /// For each operation the work that is left without dead channels; `nil` where nothing is saved.
  ///
  /// A dead filter's output is a constant: it folds into the next bias, also through a depthwise
  /// convolution, a pooling or a reshape between the two. Operations with several readers or writers
  /// of a tensor are followed all the same: a channel that is dead is dead for all of them.
  ///
  /// - Complexity: O(operations).
  func workWithoutDeadChannels() -> [Work?] {
    /// Live channels of tensors that have dead ones.
    var live: [Int: Int] = [:]
    return operations.map { operation in
      let arriving = operation.inputs.first.flatMap { $0 }.flatMap { live[$0] }
      var work = operation.work
      switch operation.op {
      case .convolution(let convolution) where convolution.groups == 1:
        work.dropChannels(arriving: arriving, operation.liveChannels)
      case .fullyConnected:
        work.dropChannels(arriving: arriving, operation.liveChannels)
      case .depthwiseConvolution, .pool, .reshape:
        guard let arriving, arriving < work.inputChannels else { return nil }
        work.keepChannels(arriving)
      default: return nil
      }
      if work.outputChannels < operation.work.outputChannels {
        for output in operation.outputs { live[output] = work.outputChannels }
      }
      return work == operation.work ? nil : work
    }
  }
}

extension Work {
  /// Leaves out what arrives dead or is read by nobody, and filters without weights.
  fileprivate mutating func dropChannels(arriving: Int?, _ live: LiveChannels?) {
    let inputs = min(inputChannels, min(arriving ?? inputChannels, live?.inputs ?? inputChannels))
    scaleInputs(to: max(1, inputs))
    scaleOutputs(to: max(1, min(outputChannels, live?.outputs ?? outputChannels)))
  }

  /// The same operation on fewer channels, as many out as in (times the multiplier).
  fileprivate mutating func keepChannels(_ channels: Int) {
    let multiplier = max(1, outputChannels / max(1, inputChannels))
    scaleInputs(to: max(1, channels))
    scaleOutputs(to: max(1, channels) * multiplier)
  }

  // Elements are whole multiples of the channels in every checked graph; what is not is left alone.

  private mutating func scaleInputs(to channels: Int) {
    guard inputChannels > 0, channels < inputChannels else { return }
    if rowElements == inputChannels { rowElements = channels }
    inputElements = inputElements / inputChannels * channels
    firstInputElements = firstInputElements / inputChannels * channels
    inputChannels = channels
  }

  private mutating func scaleOutputs(to channels: Int) {
    guard outputChannels > 0, channels < outputChannels else { return }
    outputElements = outputElements / outputChannels * channels
    bytes = bytes / outputChannels * channels
    outputChannels = channels
  }
}
