import Estimator

/// Why a file is handed back as it came. Each is an answer, not a failure: the file is sound.
public enum UnchangedReason: Hashable, Sendable {
  /// No order and no placement that was found needs fewer bytes.
  case nothingToGain
  /// What gains for some kernels costs with others; with these libraries' alone so much is saved.
  case noPlanForAll(libraries: [String], savedBytes: Int)
  /// The file carries a plan of its own.
  case alreadyPlanned
  /// Parts of the file are compiled for an accelerator, and its memory planned with it.
  case accelerator(Accelerator)
  /// The named operator runs other subgraphs, whose tensors share the arena.
  case controlFlow(op: String)
  /// A subgraph beside the main one has tensors in the arena, which a plan cannot name on its own.
  case subgraphInArena(index: Int)
  /// TensorFlow Lite Micro has no kernel for the operator.
  case noKernel(code: String, op: String)
  /// Float data with integer weights, which the runtime's kernels refuse.
  case hybrid(op: String)
  /// The runtime gives the tensor's type another size in memory than in the file, or none.
  case tensorType(tensor: String, type: String)
  /// Something reads the tensor and nothing writes it.
  case unwrittenTensor(tensor: String)
  /// Fewer bytes were found for the tensors, but the named operator may ask for scratch that is not
  /// known, and the plan leaves less room beside it.
  case unknownScratch(op: String)
  /// The file keeps data outside the FlatBuffer, at places that writing would move.
  case dataOutside
  /// The file uses a field of a newer schema.
  case newerSchema(table: String, field: Int)
  /// The file has no list of buffers.
  case noBuffers
  /// Sizes add up to more than can be counted or written.
  case tooLarge
  /// The new file did not read back as it was meant, so it is not handed out.
  case notVerified
}

extension UnchangedReason {
  /// A stable word for programs.
  public var code: String {
    switch self {
    case .nothingToGain: "nothing_to_gain"
    case .noPlanForAll: "no_plan_for_all"
    case .alreadyPlanned: "already_planned"
    case .accelerator: "accelerator"
    case .controlFlow: "control_flow"
    case .subgraphInArena: "subgraph_in_arena"
    case .noKernel: "no_kernel"
    case .hybrid: "hybrid"
    case .tensorType: "tensor_type"
    case .unwrittenTensor: "unwritten_tensor"
    case .unknownScratch: "unknown_scratch"
    case .dataOutside: "data_outside"
    case .newerSchema: "newer_schema"
    case .noBuffers: "no_buffers"
    case .tooLarge: "too_large"
    case .notVerified: "not_verified"
    }
  }
}

extension UnchangedReason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nothingToGain:
      "No better order of the operators and no better placement of the tensors was found."
    case .noPlanForAll(let libraries, let saved):
      "No plan serves the scratch of all kernel libraries at once. Made for "
        + "\(libraries.joined(separator: ", ")) alone the file needs \(saved) bytes less: name the "
        + "profile that you build for."
    case .alreadyPlanned:
      "The file has a memory plan already (metadata 'OfflineMemoryAllocation'). Remove it to have "
        + "another one made."
    case .accelerator(let accelerator):
      "Parts of the file are compiled for an accelerator, \(accelerator.rawValue), and its memory "
        + "is planned by that compiler. Optimise the file before it is compiled."
    case .controlFlow(let op):
      "Operation '\(op)' runs other subgraphs, whose tensors share the arena: such files are left "
        + "as they are."
    case .subgraphInArena(let index):
      "Subgraph \(index) has tensors in the arena, and runtimes disagree on how a plan names them."
    case .noKernel(let code, let op):
      "TensorFlow Lite Micro has no kernel for \(code) (operation '\(op)'), so it refuses the file."
    case .hybrid(let op):
      "Operation '\(op)' has float data and integer weights, which TensorFlow Lite Micro refuses. "
        + "Convert the model with full integer quantisation or none."
    case .tensorType(let tensor, let type):
      "Tensor '\(tensor)' is of type \(type), whose size in the arena is not known."
    case .unwrittenTensor(let tensor):
      "Tensor '\(tensor)' is read, and neither data nor an operator gives it a value."
    case .unknownScratch(let op):
      "A smaller arena was found for the tensors, but the kernel of operation '\(op)' asks for "
        + "scratch memory of a size that is not known, and would find less room."
    case .dataOutside:
      "The file keeps data outside the FlatBuffer, at places counted from its start: writing it "
        + "anew would move them."
    case .newerSchema(let table, let field):
      "Table \(table) has field \(field), which the schema known here does not have: written anew, "
        + "it might be lost."
    case .noBuffers: "The file has no list of buffers, which every runtime reads."
    case .tooLarge: "The network is larger than what is planned here."
    case .notVerified:
      "The file that was written did not read back as the same network, so it is not handed out."
    }
  }
}
