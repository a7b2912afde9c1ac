internal import Estimator

extension Catalogue {
  /// Of the kernels that were counted with an idealised cache of 32 lines of 32 bytes only these do
  /// not fit it: the addition of CMSIS-5 of 2020-05-20, whose body is unrolled to 3 KiB, its 3 x 3
  /// depthwise kernel at -Ofast, and its 1 x 1 convolution at -Os. The lines a round are whole numbers
  /// on every shape, save depthwise ones (39 to 43, fewer at borders).
  private static let fetchedLines: [String: [String: [CostTerm?]]] = [
    "cmsis-5-2020-05-20.dsp": [
      "arm_elementwise_add_s8": [CostTerm(38, [.outputFours])],
      "arm_depthwise_conv_3x3_s8": [CostTerm(40, [.pixels, .channelsInFours])],
    ],
    "cmsis-5-2020-05-20-os.dsp": [
      "arm_elementwise_add_s8": [CostTerm(52, [.outputFours])],
      "arm_convolve_1x1_s8_fast": [CostTerm(31, [.pixelPairs, .channelPairs])],
    ],
  ]

  static func addingFetchedLines(_ specification: FitSpecification) -> FitSpecification {
    guard let lines = fetchedLines[specification.id] else { return specification }
    var specification = specification
    specification.groups = specification.groups.map { group in
      FitGroup(
        group.members.map { member in
          var member = member
          member.fetchedLines = (lines[member.name] ?? []).compactMap(\.self)
          return member
        })
    }
    return specification
  }
}
