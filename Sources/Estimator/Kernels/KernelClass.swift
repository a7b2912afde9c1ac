/// How a kernel spends its cycles: the classes for which a device may carry its own number.
///
/// Two kernels of one class run the same kind of inner loop, so cycles per instruction measured on
/// one serve the other. Closed: a device file that names another class is an error.
public enum KernelClass: String, CaseIterable, Hashable, Sendable {
  /// Convolution with a kernel above 1 x 1: copies patches, then multiplies.
  case convolution
  /// Convolution of 1 x 1: multiplies straight from the input.
  case pointwise
  case depthwise
  /// Reads every weight once: memory decides as much as the core.
  case fullyConnected = "fully_connected"
  /// Average pooling, mean and other reductions: additions and a division per output.
  case averagePool = "average_pool"
  case maxPool = "max_pool"
  /// Long straight bodies per element: quantised addition, multiplication, comparisons.
  case elementwise
  /// Table or series per element: softmax, sigmoid, exponentials.
  case transcendental
  /// LSTM, SVDF: matrix-vector products and elementwise gates in turn.
  case recurrent
  /// Moves bytes: reshape, concatenation, padding, slices.
  case copy
  /// Scaling between types: quantize, dequantize, cast.
  case conversion
  /// Control and state: nothing that grows with a shape.
  case control
}
