internal import Estimator
internal import JSON

extension KernelLibraryFile {
  static func write(_ library: KernelLibrary, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("format", format)
      writer.member("id", library.id)
      writer.member("name", library.name)
      writer.member("version", library.version)
      writer.member("isa", library.instructionSet.rawValue)
      writer.member("optimisation", library.optimisation)
      writer.member("provenance", library.provenance)
      if let fallback = library.fallbackID { writer.member("fallback", fallback) }
      if library.overhead != .none { write(library.overhead, to: &writer) }
      writer.array("rules") { writer in
        for rule in library.rules { write(rule, to: &writer) }
      }
      writer.array("kernels") { writer in
        for kernel in library.kernels { write(kernel, to: &writer) }
      }
    }
  }

  private static func write(_ overhead: RuntimeOverhead, to writer: inout JSONWriter) {
    writer.object("interpreter") { writer in
      writer.member("per_invocation", overhead.perInvocation)
      writer.member("per_operator", overhead.perOperator)
      writer.object("inside") { writer in
        for (kind, instructions) in overhead.inside.sorted(by: { $0.key.rawValue < $1.key.rawValue }
        ) {
          writer.name(escaping: kind.rawValue)
          writer.write(instructions)
        }
      }
    }
  }

  private static func write(_ rule: DispatchRule, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("op", rule.operation.rawValue)
      for (name, types) in [
        ("dtypes", rule.dataTypes), ("weights", rule.weightTypes), ("results", rule.resultTypes),
      ] where !types.isEmpty {
        writer.name(escaping: name)
        writer.write(types.map(\.rawValue))
      }
      if !rule.conditions.isEmpty {
        writer.array("when") { writer in
          for condition in rule.conditions { write(condition, to: &writer) }
        }
      }
      writer.member("kernel", rule.kernel)
    }
  }

  private static func write(_ condition: Condition, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("fact", condition.fact.rawValue)
      switch condition.test {
      case .equals(let value): writer.member("equals", value)
      case .not(let value): writer.member("not", value)
      case .isIn(let values): writer.member("in", values)
      case .atLeast(let value): writer.member("at_least", value)
      case .atMost(let value): writer.member("at_most", value)
      case .multipleOf(let value): writer.member("multiple_of", value)
      case .notMultipleOf(let value): writer.member("not_multiple_of", value)
      case .sameAs(let fact): writer.member("same_as", fact.rawValue)
      case .notSameAs(let fact): writer.member("not_same_as", fact.rawValue)
      }
    }
  }

  private static func write(_ kernel: Kernel, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", kernel.name)
      writer.member("class", kernel.kernelClass.rawValue)
      writer.object("instructions") { writer in write(kernel.terms, to: &writer) }
      if !kernel.fetchedLines.isEmpty {
        writer.object("fetched_lines") { writer in write(kernel.fetchedLines, to: &writer) }
      }
      if !kernel.scratch.terms.isEmpty {
        writer.array("scratch_bytes") { writer in
          for term in kernel.scratch.terms { write(term, to: &writer) }
        }
      }
      if kernel.isAssumed { writer.member("assumed", true) }
      if let fit = kernel.fit { write(fit, to: &writer) }
      if let note = kernel.note { writer.member("note", note) }
    }
  }

  private static func write(_ terms: [CostTerm], to writer: inout JSONWriter) {
    for term in terms {
      let product = term.features.map(\.rawValue).joined(separator: "*")
      writer.name(escaping: product.isEmpty ? WorkFeature.one.rawValue : product)
      writer.write(term.coefficient)
    }
  }

  private static func write(_ term: ScratchRule.Term, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("bytes", term.bytes)
      if !term.facts.isEmpty { writer.member("of", term.facts.map(\.rawValue)) }
      if term.roundedUpTo != 1 { writer.member("rounded_up_to", term.roundedUpTo) }
    }
  }

  private static func write(_ fit: KernelFit, to writer: inout JSONWriter) {
    writer.object("fit") { writer in
      writer.member("shapes", fit.shapes)
      writer.member("median_error", fit.median)
      writer.member("mean_error", fit.mean)
      writer.member("p95_error", fit.p95)
      writer.member("worst_error", fit.worst)
      writer.member("residual_sigma", fit.residualSigma)
    }
  }
}
