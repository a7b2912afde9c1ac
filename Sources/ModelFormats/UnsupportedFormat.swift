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
  case coreML = "coreml"
  case tensorRT = "tensorrt"
  case ncnn
  case openVINO = "openvino"
  case caffe
  case darknet
  case tensorFlowGraph = "tensorflow_graph"
  case tensorFlowJS = "tensorflow_js"
  case kerasConfiguration = "keras_configuration"
  case pickle
  case numpy
  case compressed
  case tar
  case executable
  case cSource = "c_source"
  case accelerator
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
    case .coreML: "a Core ML model"
    case .tensorRT: "a TensorRT engine"
    case .ncnn: "an ncnn model"
    case .openVINO: "an OpenVINO model (.xml)"
    case .caffe: "a Caffe model (.prototxt)"
    case .darknet: "a Darknet configuration (.cfg)"
    case .tensorFlowGraph: "a TensorFlow graph (.pb)"
    case .tensorFlowJS: "a TensorFlow.js model (model.json)"
    case .kerasConfiguration: "a Keras configuration (JSON without weights)"
    case .pickle: "a Python pickle"
    case .numpy: "NumPy data (.npy, .npz)"
    case .compressed: "a compressed file (xz, zstd, bzip2 or 7z)"
    case .tar: "a tar archive"
    case .executable: "a compiled program or library"
    case .cSource: "C source, probably a model as an array"
    case .accelerator: "a model compiled for an accelerator"
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
    case .coreML:
      "Convert the model that it was made from; coremltools writes Core ML but reads none back."
    case .tensorRT:
      "An engine is compiled for one GPU; send the .onnx that it was built from."
    case .ncnn, .openVINO, .caffe, .darknet:
      "Send the .onnx or .tflite that it was converted from, or export the original model to .onnx."
    case .tensorFlowGraph:
      "Convert a frozen graph with tf.compat.v1.lite.TFLiteConverter.from_frozen_graph(file, inputs, "
        + "outputs).convert(), the saved_model.pb of a SavedModel with its whole directory by "
        + "tf.lite.TFLiteConverter.from_saved_model(directory).convert(); send the .tflite."
    case .tensorFlowJS:
      "Convert it back with tensorflowjs_converter --input_format=tfjs_layers_model "
        + "--output_format=keras, then to .tflite with tf.lite.TFLiteConverter."
    case .kerasConfiguration:
      "Build it with tf.keras.models.model_from_json(text) and convert it with "
        + "tf.lite.TFLiteConverter.from_keras_model(model).convert(); send the .tflite."
    case .pickle:
      "A pickle is a program that only Python may run; export the model in it to .onnx or .tflite."
    case .numpy:
      "It holds arrays without the network; send the .tflite or .onnx that uses them."
    case .compressed, .tar: "Unpack it and send the .tflite, .onnx or graph JSON inside."
    case .executable:
      "Send the .tflite or .onnx that it was compiled from."
    case .cSource:
      "Send the .tflite that it was made from; 'xxd -r -p' turns the array's numbers back into one."
    case .accelerator:
      "Its instructions do not tell their cost; send the .tflite or .onnx that it was compiled from."
    case .html:
      "It is probably an error or login page that was saved in place of the model; download the file "
        + "again."
    }
  }
}

extension UnsupportedFormat: CustomStringConvertible {
  public var description: String { "The model is \(name), which is not read here. \(conversion)" }
}
