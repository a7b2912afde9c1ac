@testable import JSON

extension Array where Element == UInt8 {
  init(_ text: String) { self = [UInt8](text.utf8) }
}

/// The reader's error for `text`, or nil where it is accepted.
func errorOfReading(_ text: String, limits: JSONLimits = .standard) -> JSONError? {
  errorOfReading([UInt8](text), limits: limits)
}

/// The reader's error for `bytes`, or nil where they are accepted.
func errorOfReading(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
  do {
    _ = try JSONValue(document: bytes, limits: limits)
    return nil
  } catch {
    return error
  }
}

/// What `read` makes of the document `text`.
func reading<Value>(
  _ text: String, limits: JSONLimits = .standard,
  _ read: (inout JSONReader) throws -> Value
) throws -> Value {
  var reader = try JSONReader(document: [UInt8](text), limits: limits)
  let value = try read(&reader)
  try reader.finish()
  return value
}

/// Numbers that look random and are the same in every run (SplitMix64, Steele et al. 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A graph as DESIGN.md section 7 shows it, with every kind of token in it.
let sampleDocument = #"""
  { "format": "opmeter-graph/1", "name": "ds-cnn-\u00e9\n\ud83d\ude00", "dtype": "int8",
    "inputs": [ {"name": "mfcc", "shape": [1, 49, 10, 1]} ],
    "ops": [
      {"op": "conv2d", "name": "conv0", "inputs": ["mfcc"], "outputs": ["t0"], "filters": 64,
       "kernel": [10, 4], "stride": [2, 2], "padding": "same", "activation": "relu", "bias": true},
      {"op": "reshape", "inputs": ["t0"], "outputs": ["größe"], "shape": [-1, 0, 6.4e1, 0.5e-3]},
      {"op": "softmax", "inputs": ["größe"], "outputs": ["scores"], "scale": null, "on": false} ],
    "outputs": ["scores"], "empty": [{}, [], ""] }
  """#
