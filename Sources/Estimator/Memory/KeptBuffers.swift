extension RuntimeModel {
  /// Bytes that a kernel allocates for good, aligned to 16: some plain, some as wide as pointers.
  public struct KeptBuffer: Hashable, Sendable {
    public var bytes: Int
    /// Pointers and sizes.
    public var words: Int

    public init(bytes: Int, words: Int = 0) {
      self.bytes = bytes
      self.words = words
    }

    /// What a tensor is while the network runs: its data, its extents, its type.
    static let tensor = KeptBuffer(bytes: 0, words: 3)

    /// A list of extents behind its length.
    static func extents(rank: Int) -> KeptBuffer { KeptBuffer(bytes: 4 + 4 * rank) }

    /// A ring of 16-bit samples, kept twice so that every stretch is in one piece.
    static func ring(capacity: Int) -> KeptBuffer {
      KeptBuffer(bytes: 8 + 4 * capacity, words: 4)
    }

    /// Tables of KISS FFT for a real transform of `length`: a complex one of half the length, its
    /// twiddles, those of the split, and a work area.
    static func transform(length: Int, element: Int, extraWords: Int = 0) -> KeptBuffer {
      let half = max(1, length / 2)
      let complex = 2 * element
      let plan = 264 + complex * half
      return KeptBuffer(bytes: plan + complex * (half * 3 / 2), words: 3 + extraWords)
    }
  }
}

extension Operation {
  /// Whether `keptBuffers` of an operation of this kind need a look: few kinds keep any.
  static func mayKeepBuffers(_ kind: OperatorKind) -> Bool {
    switch kind {
    case .softmax, .addN, .cumulativeSum, .logSoftmax, .fullyConnected, .matmul: true
    default: kind.customName != nil
    }
  }

  /// What its kernel keeps beside its own structure, by TensorFlow Lite Micro's kernels, in the order
  /// of allocation. Compared with the interpreter on PyPI, file by file (`test_operators.py`).
  func keptBuffers(in graph: borrowing Graph) -> [RuntimeModel.KeptBuffer] {
    switch work.kind {
    case .softmax where work.dataType == .int16:
      // Tables of exp(x) and 1 / (1 + x), 513 entries each.
      return Array(repeating: .init(bytes: 2 * 513), count: 2)
    case .addN where work.dataType == .int8: return [.init(bytes: 40)]
    case .cumulativeSum where work.dataType == .int8: return [.init(bytes: 36)]
    case .logSoftmax where work.dataType == .int8: return [.init(bytes: 24, words: 2)]
    case .fullyConnected:
      guard inputs.count > 1, let weights = inputs[1], graph.tensors[weights].scaleCount > 1 else {
        return []
      }
      return Array(repeating: .init(bytes: 4 * graph.tensors[weights].scaleCount), count: 2)
    case .matmul: return matmulBuffers(in: graph)
    default: return work.kind.customName == nil ? [] : signalBuffers
    }
  }

  /// Quantisation, a transposed copy of each operand whose rows do not lie as the kernel reads them,
  /// and the extents of the output.
  private func matmulBuffers(in graph: borrowing Graph) -> [RuntimeModel.KeptBuffer] {
    guard case .matmul(let matmul) = op else { return [] }
    var buffers: [RuntimeModel.KeptBuffer] = []
    if [.int8, .int16].contains(work.dataType) { buffers.append(.init(bytes: 28)) }
    let copied = [matmul.transposesFirst, !matmul.transposesSecond]
    for (isCopied, input) in zip(copied, inputs) {
      guard isCopied, let input else { continue }
      buffers.append(.tensor)
      buffers.append(.extents(rank: graph.tensors[input].shape?.count ?? 1))
      buffers.append(.init(bytes: graph.tensors[input].byteCount))
    }
    buffers.append(.extents(rank: work.rank))
    return buffers
  }

  /// State of the signal library (tflite-micro, `signal/micro/kernels`), one for each row where a
  /// tensor has several.
  private var signalBuffers: [RuntimeModel.KeptBuffer] {
    let element = max(1, work.dataType.bitWidth / 8)
    let rowCount = max(1, work.firstInputElements / max(1, work.inputChannels))
    switch work.kind {
    case .signalRFFT:
      return [.transform(length: max(2, work.outputChannels - 2), element: element)]
    case .signalIRFFT:
      return [
        .transform(
          length: work.outputChannels, element: element,
          extraWords: work.dataType.isFloatingPoint ? 2 : 0)
      ]
    case .signalFilterBank:
      return [.init(bytes: 8 * (work.outputElements + 1))]
    case .signalSpectralSubtraction:
      return [.init(bytes: 4 * work.outputChannels)]
    case .signalFramer:
      // Frames of the output's last axis, as many a row as the axis before it says.
      let step = max(1, work.inputChannels / max(1, work.outputWidth))
      let capacity = (work.outputChannels + step - 1) / step * step
      return rings(rowCount, capacity: capacity)
    case .signalStacker:
      return [.ring(capacity: work.outputChannels)]
    case .signalDelay:
      // The delay stands in options that a graph does not have.
      return rings(rowCount, capacity: work.inputChannels)
    case .signalOverlapAdd:
      let rows = max(1, rowCount / max(1, work.inputWidth))
      return [.init(bytes: 0, words: rows)]
        + Array(repeating: .init(bytes: element * work.inputChannels), count: min(rows, 1 << 16))
    default: return []
    }
  }

  /// Lists of the states and of the rings in them, then the rings.
  private func rings(_ count: Int, capacity: Int) -> [RuntimeModel.KeptBuffer] {
    Array(repeating: .init(bytes: 0, words: count), count: 2)
      + Array(repeating: .ring(capacity: capacity), count: min(count, 1 << 16))
  }
}
