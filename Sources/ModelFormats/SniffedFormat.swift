/// What a file is, by its first bytes: senders rarely say.
public enum SniffedFormat: Hashable, Sendable {
  case model(ModelFormat)
  case unsupported(UnsupportedFormat)
  case empty
  case unknown
}

/// Kinds of file that people send and that are not read, each with a way to one that is.
public enum UnsupportedFormat: String, CaseIterable, Hashable, Sendable {
  case kerasArchive = "Keras archive (.keras)"
  case hdf5 = "HDF5 file (Keras .h5)"
  case executorch = "ExecuTorch program (.pte)"
  case pytorch = "PyTorch file (.pt, .pth, .pt2)"
  case savedModel = "TensorFlow SavedModel archive"
  case gguf = "GGUF file"
  case stablehlo = "StableHLO or other MLIR text or bytecode"
  case tosa = "TOSA FlatBuffer"
  case safetensors = "safetensors file"
  case zip = "zip archive"
  case gzip = "gzip file"
  case html = "HTML page"
}
