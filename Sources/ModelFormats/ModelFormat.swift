/// The kinds of model file that are read; the raw value is what answers call them.
public enum ModelFormat: String, CaseIterable, Hashable, Sendable {
  case tflite
  case onnx
  case graphJSON = "opmeter-graph/1"
}
