import Foundation
import JSON
import Testing

@testable import Estimator
@testable import ProfileFiles

/// The libraries of kernels that nobody counted, as the project ships them.
@Suite struct ComposedKernelTests {
  private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Profiles").standardizedFileURL.path

  private static func load() throws -> ProfileSet {
    try ProfileSet.load(
      directory: directory, sha256: { "\($0.count)" },
      decodingLibrariesWith: KernelLibraryFile.decode)
  }

  @Test("wherever TensorFlow Lite Micro runs, every operation of every type has a kernel")
  func nothingIsLeftOut() throws {
    let set = try Self.load()
    let served = set.libraries.filter { library in
      library.fallbacks.contains { $0.id.hasPrefix("tflm-composed.") }
    }
    #expect(served.count > 20)
    // Those two have no work of their own; the last is what conv2d is.
    let kinds = OperatorKind.allCases.filter { ![.custom, .opaque, .conv1d].contains($0) }
    let types: [DataType] = [.int8, .uint8, .int16, .float32, .float16, .int32, .int64, .bool]
    for library in served {
      for kind in kinds {
        for type in types {
          #expect(
            library.kernel(for: Work(kind: kind, dataType: type)) != nil,
            "\(library.id): \(kind.rawValue) on \(type.rawValue)")
        }
      }
    }
  }

  @Test("profiles with times fall back on them, save those of runtimes that are none")
  func profilesFallBack() throws {
    let set = try Self.load()
    for profile in set.profiles
    where profile.runtime.timing != nil && profile.runtime.interpreter != .none {
      #expect(
        profile.library.fallbacks.last?.id.hasPrefix("tflm-composed.") == true, "\(profile.id)")
    }
  }

  @Test("they are marked as assumed, say what they are made of, and claim no fit")
  func marked() throws {
    for library in try Self.load().libraries {
      let isComposed = library.id.hasPrefix("tflm-composed.")
      for kernel in library.kernels {
        #expect(kernel.isAssumed == isComposed, "\(library.id) \(kernel.name)")
        if !isComposed { continue }
        #expect(kernel.fit == nil)
        #expect(kernel.note?.hasPrefix("Never counted;") == true)
        #expect(!kernel.terms.isEmpty)
      }
    }
  }

  @Test("a file of them reads and writes as it is")
  func roundTrip() throws {
    for library in try Self.load().libraries where library.id.hasPrefix("tflm-composed.") {
      let bytes = KernelLibraryFile.encode(library)
      #expect(try KernelLibraryFile.decode(bytes).kernels == library.kernels)
    }
  }

  @Test("an estimate on one is assumed, wide, and says so")
  func estimated() throws {
    let profile = try #require(try Self.load().profile(named: "nucleo-f746zg"))
    let tensors = [
      Tensor(name: "x", shape: [1, 16], dataType: .float32),
      Tensor(name: "y", shape: nil, dataType: .float32),
    ]
    let graph = try Graph(
      name: "tanh", tensors: tensors,
      operations: [Operation(name: "tanh", op: .unary(.tanh), inputs: [0], outputs: [1])],
      inputs: [0], outputs: [1])
    let estimate = try estimate(graph, on: profile)
    #expect(estimate.totals.basis == .assumed)
    #expect(estimate.totals.isComplete)
    let latency = try #require(estimate.totals.latency)
    #expect(latency.high > 1.9 * latency.value)
    let warning = try #require(estimate.warnings.first { $0.code == .assumedKernel })
    #expect(warning.message.contains("tanh (1)"))
  }
}
