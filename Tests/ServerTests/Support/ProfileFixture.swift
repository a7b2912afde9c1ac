/// Small profile files, as text.
enum ProfileFixture {
  /// A board with one runtime.
  static func device(
    _ id: String = "board-a", aliases: [String] = [], kernels: String = "lib-1.dsp",
    clock: Int = 100, version: String = "1"
  ) -> String {
    let names = aliases.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      {
        "format": "opmeter-device/1", "id": "\(id)", "name": "\(id)", "version": "\(version)",
        "aliases": [\(names)], "core": "cortex-m4", "isa": "dsp",
        "clock": {"default_mhz": \(clock), "maximum_mhz": 200, "source": "made up"},
        "memory": {"source": "made up", "regions": [
          {"name": "SRAM", "kind": "ram", "bytes": 65536, "default": true},
          {"name": "flash", "kind": "flash", "bytes": 262144, "default": true}]},
        "runtimes": [
          {"id": "lib-1", "kernels": "\(kernels)", "optimisation": "-O2",
           "interpreter": "tflm-arm32",
           "timing": {
             "clock_mhz": 100, "clock_scaling": "proportional",
             "cycles_per_instruction":
               {"value": 1.5, "spread": 0.1, "source": "made up", "kind": "fitted"},
             "operation_spread": 0.05, "measured_classes": []},
           "power": {
             "clock_mhz": 100,
             "active_mw": {"value": 50, "spread": 0.05, "source": "made up", "kind": "measured"},
             "includes": "board"}}]
      }
      """
  }

  /// A kernel library that serves convolutions and fully connected layers.
  static let library = """
    {
      "format": "opmeter-kernels/1", "id": "lib-1.dsp", "name": "library", "version": "1",
      "isa": "dsp", "optimisation": "-O2", "provenance": "made up",
      "rules": [
        {"op": "conv2d", "kernel": "convolve"},
        {"op": "depthwise_conv2d", "kernel": "convolve"},
        {"op": "fully_connected", "kernel": "multiply"},
        {"op": "softmax", "kernel": "multiply"},
        {"op": "add", "kernel": "multiply"},
        {"op": "relu", "kernel": "multiply"}],
      "kernels": [
        {"name": "convolve", "class": "convolution", "instructions": {"macs": 1.2, "outputs": 10}},
        {"name": "multiply", "class": "fully_connected", "instructions": {"macs": 1, "outputs": 5}}]
    }
    """
}
