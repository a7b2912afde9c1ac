import Estimator
import ProfileFiles
import Testing

@Suite struct KernelLibraryFileTests {
  static let text = """
    {
      "format": "opmeter-kernels/1", "id": "x.dsp", "name": "x", "version": "1", "isa": "dsp",
      "optimisation": "-O2", "provenance": "a test",
      "rules": [
        {"op": "conv2d", "dtypes": ["int8"], "when": [{"fact": "kernel_height", "equals": 1}], "kernel": "k"}
      ],
      "kernels": [
        {"name": "k", "class": "convolution", "instructions": {"one": 10, "pixels*channels_out": 2.5},
         "fetched_lines": {"pixel_pairs*channel_pairs": 31},
         "scratch_bytes": [{"bytes": 4, "of": ["kernel_height", "group_channels"], "rounded_up_to": 4}]}
      ]
    }
    """

  static func library(_ text: String) throws -> KernelLibrary {
    try KernelLibraryFile.decode(Array(text.utf8))
  }

  @Test("what was written is read again")
  func roundTrip() throws {
    let library = try Self.library(Self.text)
    #expect(try KernelLibraryFile.decode(KernelLibraryFile.encode(library)) == library)
    #expect(library.kernels[0].terms.map(\.features) == [[], [.pixels, .channelsOut]])
    #expect(library.kernels[0].fetchedLines == [CostTerm(31, [.pixelPairs, .channelPairs])])
  }

  static let mistakes: [(String, String, String)] = [
    ("\"isa\": \"dsp\"", "\"isa\": \"dps\"", "$.isa"),
    ("\"provenance\"", "\"source\"", "$.source"),
    ("\"one\": 10", "\"one\": -10", "$.kernels[0].instructions.one"),
    ("pixel_pairs*channel", "pixel_pair*channel", "$.kernels[0].fetched_lines"),
    ("pixels*channels_out", "pixels*chanels_out", "$.kernels[0].instructions"),
    ("\"equals\": 1", "\"equal\": 1", "$.rules[0].when[0].equal"),
    ("\"equals\": 1", "\"multiple_of\": 0", "$.rules[0].when[0].multiple_of"),
    ("\"kernel\": \"k\"", "\"kernel\": \"q\"", "$"),
    ("\"bytes\": 4", "\"bytes\": 0", "$.kernels[0].scratch_bytes[0].bytes"),
    ("opmeter-kernels/1", "opmeter-kernels/9", "$.format"),
  ]

  @Test(
    "a mistake is an error with its path",
    arguments: mistakes)
  func mistakesHaveAPath(_ right: String, _ wrong: String, _ path: String) throws {
    let text = Self.text.split(separator: right, maxSplits: 1).joined(separator: wrong)
    let error = try #require(throws: (any Error).self) { try Self.library(text) }
    #expect("\(error)".contains(path), "\(error)")
  }
}
