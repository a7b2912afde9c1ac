extension OperatorKind {
  /// The custom operators of TensorFlow Lite Micro's signal library, by the names that files give them
  /// (`tensorflow/lite/micro/micro_mutable_op_resolver.h`).
  package static let customNames: [OperatorKind: String] = [
    .signalWindow: "SignalWindow", .signalRFFT: "SignalRfft", .signalIRFFT: "SignalIrfft",
    .signalEnergy: "SignalEnergy", .signalFilterBank: "SignalFilterBank",
    .signalSquareRoot: "SignalFilterBankSquareRoot",
    .signalSpectralSubtraction: "SignalFilterBankSpectralSubtraction", .signalPCAN: "SignalPCAN",
    .signalLog: "SignalFilterBankLog", .signalAutoScale: "SignalFftAutoScale",
    .signalFramer: "SignalFramer", .signalStacker: "SignalStacker", .signalDelay: "SignalDelay",
    .signalOverlapAdd: "SignalOverlapAdd", .circularBuffer: "CIRCULAR_BUFFER",
  ]

  private static let customNamesByCase = CaseTable(customNames)

  /// What files call it, where it is one of the signal library's.
  package var customName: String? { Self.customNamesByCase[self] }

  private static let byCustomName = Dictionary(
    uniqueKeysWithValues: customNames.map { ($0.value, $0.key) })

  /// The kind of a custom operator whose work is known.
  package init?(customName: String) {
    guard let kind = Self.byCustomName[customName] else { return nil }
    self = kind
  }
}
