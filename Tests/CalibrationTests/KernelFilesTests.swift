import Calibration
import Estimator
import Foundation
import ProfileFiles
import Testing

@Suite struct KernelFilesTests {
  static let ids = Catalogue.all.map(\.id)

  /// One fitted from bare kernels and networks, and one from bare kernels alone. `make fit-check` fits all
  /// of them, optimised, which takes seconds instead of minutes.
  static let fitted = ["cmsis-nn-7.0.0.dsp", "tflm-reference.v7m"]

  @Test("a kernel file is exactly what the fit makes of the counts beside it", arguments: fitted)
  func filesAreFitted(_ id: String) throws {
    let specification = try #require(Catalogue.specification(id))
    let fit = try fitKernelLibrary(
      counts: try ProfileFixtures.counts(id), specification: specification)
    let file = try ProfileFixtures.kernelFile(id)
    let isSame = KernelLibraryFile.encode(fit.library) == file
    #expect(isSame, "fit it again: scripts/fit-kernels")
    #expect(try KernelLibraryFile.decode(file) == fit.library)
  }

  @Test(
    "a kernel is predicted within 2 % on shapes left out, in the median of every library",
    arguments: ids)
  func medianKernel(_ id: String) throws {
    let library = try KernelLibraryFile.decode(try ProfileFixtures.kernelFile(id))
    let errors = library.kernels.compactMap(\.fit?.mean).sorted()
    // Cycles of an accelerator were measured, not counted, and rounded when they were reported.
    #expect(errors[errors.count / 2] < (library.id == "tflm-mvp.dsp" ? 0.1 : 0.02))
  }

  @Test("scratch bytes are those that the library asked for", arguments: ids)
  func scratchIsExact(_ id: String) throws {
    let library = try KernelLibraryFile.decode(try ProfileFixtures.kernelFile(id))
    for count in try ProfileFixtures.counts(id) where !count.interpreted {
      guard let counted = count.scratchBytes, let kernel = library.kernel(for: count.work),
        kernel.name == count.kernel, kernel.note?.contains("persistent") != true
      else { continue }
      #expect(kernel.scratchBytes(count.work) == counted, "line \(count.line)")
    }
  }

  @Test("the rules pick the kernel that the library itself picked", arguments: dispatched)
  func dispatchIsTheLibrarys(_ id: String) throws {
    let library = try KernelLibraryFile.decode(try ProfileFixtures.kernelFile(id))
    for count in try ProfileFixtures.counts(id) where count.kernel.hasPrefix("arm_") {
      let picked = try #require(library.kernel(for: count.work)?.name, "line \(count.line)")
      // One-dimensional convolutions run the loops of the general kernel where there are no vectors.
      let expected =
        count.kernel == "arm_convolve_1_x_n_s8" && !id.hasSuffix("mve")
        ? "arm_convolve_s8" : count.kernel
      #expect(picked.split(separator: "/")[0] == expected, "line \(count.line): \(count.work)")
    }
  }

  @Test("microTVM's convolutions of one input channel run depthwise kernels")
  func singleChannels() throws {
    let library = try KernelLibraryFile.decode(
      try ProfileFixtures.kernelFile("cmsis-5-2022-08-31-o2.dsp"))
    var work = Work(kind: .conv2d, dataType: .int8)
    work.kernelHeight = 10
    work.kernelWidth = 4
    work.outputChannels = 64
    #expect(library.kernel(for: work)?.name == "arm_depthwise_conv_s8/mult_4")
    work.outputChannels = 6
    #expect(library.kernel(for: work)?.name == "arm_depthwise_conv_s8/generic")
    work.inputChannels = 3
    #expect(library.kernel(for: work)?.name == "arm_convolve_s8")
  }

  /// Libraries whose counts went through the wrappers for every shape.
  static let dispatched = [
    "cmsis-nn-7.0.0.dsp", "cmsis-nn-7.0.0-m7.dsp", "cmsis-nn-7.0.0.v6m",
    "cmsis-nn-7.0.0-ofast.dsp", "cmsis-nn-7.0.0-ofast.v6m", "cmsis-nn-7.0.0.v7m",
    "cmsis-nn-4.1.0.dsp", "cmsis-nn-4.1.0.v7m", "cmsis-nn-4.0.0.dsp", "cmsis-nn-4.0.0.v7m",
    "cmsis-5-5.9.0.dsp", "cmsis-5-5.9.0.v7m", "cmsis-5-5.8.0.dsp", "cmsis-5-5.8.0.v7m",
  ]

  /// The four networks of MLPerf Tiny; the bound is the project's aim for networks.
  @Test(
    "the benchmark's networks are predicted within 1 %, interpreter included",
    arguments: [
      "kws_ref_model.tflite", "vww_96_int8.tflite", "pretrainedResnet_quant.tflite",
      "ad01_int8.tflite",
    ], ["cmsis-nn-7.0.0.dsp", "cmsis-nn-7.0.0-m7.dsp", "cmsis-nn-7.0.0.mve", "cmsis-nn-7.0.0.v6m"])
  func benchmarkNetworks(_ network: String, _ id: String) throws {
    let counts = try ProfileFixtures.counts(id).filter { $0.network == network }
    let check = NetworkCheck(counts, library: try ProfileFixtures.library(id))
    let row = try #require(check.rows.first)
    #expect(row.notCovered.isEmpty)
    #expect(abs(row.error) < 0.01, "\(row.error)")
  }

  @Test("the totals of the networks are those counted as a whole")
  func totalsAreWhole() throws {
    // tflm-arm-truth.csv, Cortex-M4 with CMSIS-NN: instructions of one invocation.
    let totals = [
      "kws_ref_model.tflite": 7_698_750.0, "vww_96_int8.tflite": 24_102_775,
      "pretrainedResnet_quant.tflite": 29_864_906, "ad01_int8.tflite": 583_238,
    ]
    let counts = try ProfileFixtures.counts("cmsis-nn-7.0.0.dsp")
    let check = NetworkCheck(counts, library: try ProfileFixtures.library("cmsis-nn-7.0.0.dsp"))
    for (network, total) in totals {
      let row = try #require(check.rows.first { $0.network == network })
      #expect(abs(row.counted / total - 1) < 0.001)
    }
  }
}
