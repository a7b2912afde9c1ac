/// One operator of the file, before it is translated.
struct TFLiteNode {
  /// Place in its subgraph.
  let index: Int
  /// `nil` is an optional input that is left out.
  let inputs: [Int?]
  let outputs: [Int]
  /// The builtin options; absent where all of them have their defaults.
  let options: FlatBufferReader.Table?
  var name = ""
}
