/// Small networks in graph JSON.
enum GraphFixture {
  /// One convolution and its softmax: 16 x 16 x 4 in, 8 filters of 3 x 3 out.
  static let small = graph(ops: [
    #"{"op": "conv2d", "name": "conv", "inputs": ["image"], "outputs": ["t0"], "filters": 8, "kernel": [3, 3], "padding": "same"}"#,
    #"{"op": "softmax", "name": "softmax", "inputs": ["t0"], "outputs": ["scores"]}"#,
  ])

  static func graph(
    shape: String = "[1, 16, 16, 4]", ops: [String], outputs: String = #"["scores"]"#,
    tensors: String? = nil
  ) -> String {
    let stated = tensors.map { ", \"tensors\": \($0)" } ?? ""
    return """
      {"format": "opmeter-graph/1", "name": "small", "dtype": "int8",
       "inputs": [{"name": "image", "shape": \(shape)}],
       "ops": [
         \(ops.joined(separator: ",\n   "))],
       "outputs": \(outputs)\(stated)}
      """
  }
}
