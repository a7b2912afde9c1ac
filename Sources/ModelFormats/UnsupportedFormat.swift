/// Kinds of file that people send and that are not read, each with the way to one that is.
public enum UnsupportedFormat: String, CaseIterable, Hashable, Sendable {
  case kerasArchive = "keras"
  case hdf5
  case executorch
  case pytorch
  case savedModel = "saved_model"
  case gguf
  case mlir
  case tosa
  case safetensors
  case zip
  case gzip
  case html
}

extension UnsupportedFormat {
  /// What the file is, with its article.
  public var name: String {
    switch self {
    case .kerasArchive: "a Keras archive (.keras)"
    case .hdf5: "an HDF5 file (Keras .h5)"
    case .executorch: "an ExecuTorch program (.pte)"
    case .pytorch: "a PyTorch file (.pt, .pth, .pt2)"
    case .savedModel: "a TensorFlow SavedModel in a zip archive"
    case .gguf: "a GGUF file"
    case .mlir: "MLIR (StableHLO or TOSA)"
    case .tosa: "a TOSA FlatBuffer"
    case .safetensors: "a safetensors file"
    case .zip: "a zip archive"
    case .gzip: "a gzip file"
    case .html: "an HTML page"
    }
  }

  /// How to make of it a file that is read.
  public var conversion: String {
    switch self {
    case .kerasArchive, .hdf5:
      "Load it with tf.keras.models.load_model and convert it with "
        + "tf.lite.TFLiteConverter.from_keras_model(model).convert(); send the .tflite."
    case .executorch, .pytorch:
      "Export the PyTorch model with torch.onnx.export(model, example_inputs, 'model.onnx') and send "
        + "the .onnx, or convert it with litert-torch and send the .tflite."
    case .savedModel:
      "Unpack it and convert it with tf.lite.TFLiteConverter.from_saved_model(directory).convert(); "
        + "send the .tflite."
    case .gguf:
      "GGUF holds weights of language models for llama.cpp, which no microcontroller runs; send a "
        + ".tflite, .onnx or graph JSON of a smaller network."
    case .mlir:
      "Convert the model that it came from to .tflite, for a SavedModel by "
        + "tf.lite.TFLiteConverter.from_saved_model(directory).convert(), or export it to .onnx."
    case .tosa:
      "Send the .tflite that was compiled to TOSA."
    case .safetensors:
      "safetensors holds weights without the network; export the model to .onnx by torch.onnx.export."
    case .zip: "Unpack it and send the .tflite, .onnx or graph JSON inside."
    case .gzip:
      "Unpack it (gunzip), or say 'Content-Encoding: gzip' if the body was compressed on the way."
    case .html:
      "It is probably an error or login page that was saved in place of the model; download the file "
        + "again."
    }
  }
}

extension UnsupportedFormat: CustomStringConvertible {
  public var description: String { "The body is \(name), which is not read here. \(conversion)" }
}
