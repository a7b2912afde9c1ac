import Calibration
import Estimator
import Foundation

/// The text of docs/accuracy.md.
struct AccuracyDocument {
  var digest: String
  let libraries: [KernelLibrary]
  var rows: [AccuracyRow]
  var pairs: [AccuracyPair] = []
  var trials: [CalibrationTrial] = []
  var networks: NetworkInstructions?

  /// What a check can make again without a fit.
  var checkedPart: String {
    """
    Inputs: `sha256:\(digest)`

    ## In sample

    The device files as they lie in the project; they were fitted to these rows.

    \(groups(.inSample))
    """
  }

  var text: String {
    """
    # Accuracy

    Written by `make accuracy`; not by hand. Every row of `Profiles/measurements` beside what is \
    predicted for it, misses included. `make fit-check` checks the digest of the inputs (device files, kernel \
    libraries, measurements) and the in-sample tables; the left-out tables take some two hundred \
    fits and are made again only by the command.

    MAPE is the mean of |predicted / measured - 1|. "within 90 %" is the share of rows inside their \
    own 90 % interval. "MACs only" is MACs times one constant, learnt on the same rows as the \
    prediction beside it: of the board and runtime, or of the core where the board is left out.

    ## What it shows

    \(goals)

    \(checkedPart)

    ## Network left out

    The fit saw no row of the network on that board with that runtime.

    \(groups(.networkLeftOut))

    ## Board left out

    The fit saw no row of the board, with any runtime. Two kernel libraries did: the reference kernels of \
    2020 and the MVP of EFR32xG24 were fitted to measured layers of nucleo-l496zg and xg24-dk2601b, whose \
    figures here are better than those of a board that nobody has measured.

    \(groups(.boardLeftOut))

    ## Differences

    Two rows of one board and runtime, both predicted by a fit that saw neither: whether the interval of \
    their difference, which `/diff`, what-ifs and searches use, holds what was measured, and how wide it \
    is beside that of two estimates that share nothing. As a difference of graphs without a common \
    operation; operations that stay as they are cancel whole.

    \(differences)

    ## One measured network

    `opmeter calibrate` on a board that the fit never saw, with any runtime: the device file of its kin, \
    then the time of one whole network, or of two, then every other network of that board and runtime. \
    "made worse" is the share of predictions that were nearer before. Networks of one board stray from \
    one speed by some 5 %: a board that its kin predict better than that has nothing to gain from one.

    \(calibrations)

    ## Kernels missed by more than 5 %

    Mean error on shapes left out of the fit. Beside it, where networks ran one shape more than once, \
    how far those counts are from their own mean: what no feature of the shape can tell.

    \(farKernels)

    ## Instructions of whole networks

    Networks counted whole under TensorFlow Lite Micro, interpreter included, against libraries that \
    were fitted without them (a fifth left out at a time). Networks with an operator whose kernel no \
    other network shows are numbered apart, since a library knows nothing of it, and so are networks of \
    which a library's counts hold a part alone: on the Cortex-M0+ and M3 no network ran on the reference \
    kernels for int8, and a few operators are no network.

    \(instructions)

    ## The largest misses with the network left out

    \(misses)

    """
  }

  private var instructions: String {
    var lines = [
      "| library | networks | median | nine of ten within | worst | with a kernel shown nowhere else | "
        + "in part |",
      "|---|---|---|---|---|---|---|",
    ]
    for row in networks?.rows ?? [] {
      let figures = NetworkInstructions.figures(row.errors)
      lines.append(
        "| \(row.library) | \(row.errors.count) | \(percent(figures?.median)) | "
          + "\(percent(figures?.nineOfTen)) | \(percent(row.errors.last)) | "
          + "\(row.whole.count - row.errors.count) | \(row.checks.count - row.whole.count) |")
    }
    let far = (networks?.rows ?? []).flatMap { row in
      row.whole.filter { $0.notCovered.isEmpty && abs($0.error) > 0.05 }.map { (row.library, $0) }
    }.sorted { abs($0.1.error) > abs($1.1.error) }.prefix(20)
    lines += ["", "Further off than 5 %, the worst twenty:", ""]
    lines += ["| library | network | counted | predicted | error |", "|---|---|---|---|---|"]
    for (library, check) in far {
      lines.append(
        "| \(library) | \(check.network) | \(Int(check.counted)) | \(Int(check.predicted)) | "
          + "\(signed(check.error)) |")
    }
    return lines.joined(separator: "\n")
  }

  /// A kernel with what its fit left, and why values decide its cost where they do.
  private struct FittedKernel {
    var library: String
    var name: String
    var fit: KernelFit
    var reason: String?
  }

  private var fittedKernels: [FittedKernel] {
    libraries.flatMap { library -> [FittedKernel] in
      let specification = Catalogue.specification(library.id)
      // Measured cycles of an accelerator are no instructions: its layers stand with the layers.
      if specification?.isMeasured == true { return [] }
      let members = specification?.groups.flatMap(\.members) ?? []
      return library.kernels.compactMap { kernel in
        kernel.fit.map { fit in
          FittedKernel(
            library: library.id, name: kernel.name, fit: fit,
            reason: members.first { $0.name == kernel.name }?.dependsOnData)
        }
      }
    }
  }

  private var farKernels: String {
    let lines = fittedKernels.filter { $0.fit.mean > 0.05 }
      .sorted { ($1.fit.mean, $0.library) < ($0.fit.mean, $1.library) }
      .map { kernel in
        let equal = networks?.rows.first { $0.library == kernel.library }?
          .equalShapes.spread[kernel.name]
        return "| \(kernel.library) | \(kernel.name) | \(kernel.fit.shapes) | "
          + "\(percent(kernel.fit.mean)) | \(percent(kernel.fit.worst)) | "
          + "\(equal.map { "\(percent($0.mean)) (\($0.shapes) shapes)" } ?? "-") | "
          + "\(kernel.reason ?? "") |"
      }
    return
      ([
        "| library | kernel | shapes | MAPE | worst | equal shapes differ by | why |",
        "|---|---|---|---|---|---|---|",
      ] + lines).joined(separator: "\n")
  }

  private func groups(_ seen: AccuracyRow.Seen) -> String {
    let rows = rows.filter { $0.seen == seen }
    let whole = rows.filter(\.isWhole)
    let layers = rows.filter { !$0.isWhole }
    let pairs = AccuracyFigures.orderedPairs(rows)
    return [
      table(
        "all",
        [
          ("layers", layers), ("networks, counted kernels", whole.filter(\.isOpen)),
          ("networks, closed runtimes", whole.filter { !$0.isOpen }),
        ]),
      table("operation type", split(layers, by: \.operation)),
      table("board", split(rows, by: \.device)),
      table("runtime", split(rows, by: \.runtime)),
      "Pairs of layers on one board and runtime whose measured throughputs differ by more than "
        + "2 %: \(pairs.right) of \(pairs.of) ordered right, "
        + "\(percent(Double(pairs.right) / Double(max(1, pairs.of)))).",
    ].joined(separator: "\n\n")
  }

  private func split(
    _ rows: [AccuracyRow], by key: KeyPath<AccuracyRow, String>
  ) -> [(String, [AccuracyRow])] {
    Dictionary(grouping: rows) { $0[keyPath: key] }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  private func table(_ title: String, _ groups: [(String, [AccuracyRow])]) -> String {
    var lines = [
      "| \(title) | rows | MAPE | median | worst | within 90 % | MACs only | energy rows | "
        + "energy MAPE | worst |",
      "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (name, rows) in groups {
      guard let figures = AccuracyFigures(rows) else { continue }
      lines.append(
        "| \(name) | \(figures.count) | \(percent(figures.mean)) | \(percent(figures.median)) | "
          + "\(percent(figures.worst)) | \(percent(figures.coverage)) | "
          + "\(percent(figures.baseline)) | \(figures.energyCount) | \(percent(figures.energy)) | "
          + "\(percent(figures.energyWorst)) |")
    }
    return lines.joined(separator: "\n")
  }

  private var misses: String {
    let worst = rows.filter { $0.seen == .networkLeftOut }
      .sorted { abs($0.error) > abs($1.error) }.prefix(25)
    let lines = worst.map {
      "| \($0.device) | \($0.runtime) | \($0.network) | \($0.operation) | "
        + "\(milliseconds($0.measured)) | \(milliseconds($0.predicted)) | \(signed($0.error)) | "
        + "\($0.isCovered ? "yes" : "no") |"
    }
    return
      ([
        "| board | runtime | network | what | measured ms | predicted ms | error | in interval |",
        "|---|---|---|---|---|---|---|---|",
      ] + lines).joined(separator: "\n")
  }
}

// MARK: - The goals

extension AccuracyDocument {
  private var goals: String {
    let left = rows.filter { $0.seen == .networkLeftOut }
    let whole = left.filter(\.isWhole)
    let boards = rows.filter { $0.seen == .boardLeftOut }
    let pairs = AccuracyFigures.orderedPairs(left)
    let kernels = fittedKernels
    let fits = kernels.map(\.fit.mean).sorted()
    let shaped = kernels.filter { $0.reason == nil }.map(\.fit.mean).sorted()
    func line(_ name: String, _ bar: String, _ goal: String, _ rows: [AccuracyRow]) -> String {
      let figures = AccuracyFigures(rows)
      return "| \(name) | \(percent(figures?.mean)) | \(percent(figures?.baseline)) | \(bar) | "
        + "\(goal) | \(rows.count) |"
    }
    let energies = whole.compactMap(\.energyError).map(abs)
    let energy = energies.isEmpty ? nil : energies.reduce(0, +) / Double(energies.count)
    let measuredBoards = whole.filter { $0.isOpen && $0.hasKin }
    return [
      "| measure | ours | MACs only | bar | goal | rows |", "|---|---|---|---|---|---|",
      "| kernel instructions on shapes left out, MAPE of the median kernel and of the worst | "
        + "\(percent(fits.isEmpty ? nil : fits[fits.count / 2])), \(percent(fits.last)) | - | "
        + "2 %, 5 % | 0.7 % | \(fits.count) kernels |",
      "| the same, kernels whose cost does not depend on the values they meet | "
        + "\(percent(shaped.isEmpty ? nil : shaped[shaped.count / 2])), \(percent(shaped.last)) | - | "
        + "2 %, 5 % | 0.7 % | \(shaped.count) kernels |",
      "| instructions of whole networks left out, the median and what nine of ten are within | "
        + "\(percent(networks?.figures?.median)), \(percent(networks?.figures?.nineOfTen)) | - | "
        + "2 %, 5 % | 1 %, 3 % | \(networks?.figures?.count ?? 0) |",
      line("latency of layers, network left out, MAPE", "12 %", "6 %", left.filter { !$0.isWhole }),
      line(
        "the same, kinds of kernel measured there in other networks", "", "",
        left.filter { !$0.isWhole && $0.hasKin }),
      line(
        "the same, kernels counted (the others were fitted to measured layers, these rows among them)",
        "12 %", "6 %", left.filter { !$0.isWhole && !measuredLibraries.contains($0.library) }),
      line(
        "latency of networks, network left out, open runtimes, MAPE", "6 %", "3 %",
        whole.filter(\.isOpen)),
      line(
        "the same, main kind of kernel measured there in other networks", "", "",
        measuredBoards),
      line("the same, closed runtimes", "12 %", "8 %", whole.filter { !$0.isOpen }),
      "| energy of networks, network left out, MAPE | \(percent(energy)) | - | 8 % | 5 % | "
        + "\(energies.count) |",
      line("latency of networks, board left out, MAPE", "20 %", "12 %", boards.filter(\.isWhole)),
      "| the same, one of its networks given, or two | \(percent(missed(1))), \(percent(missed(2))) | "
        + "- |  |  | \(trials.count) |",
      "| rows within their 90 % interval, network left out | "
        + "\(percent(AccuracyFigures(left)?.coverage)) | none | 85-95 % | 88-92 % | \(left.count) |",
      "| the same, networks alone | \(percent(AccuracyFigures(whole)?.coverage)) | none | "
        + "85-95 % | 88-92 % | \(whole.count) |",
      "| pairs of layers ordered right, network left out | "
        + "\(percent(Double(pairs.right) / Double(max(1, pairs.of)))) | - | 95 % | 95 % | "
        + "\(pairs.of) |",
    ].joined(separator: "\n")
  }

  /// Libraries whose coefficients are those of measured layers, for want of counts.
  private var measuredLibraries: Set<String> {
    Set(libraries.filter { $0.provenance.hasPrefix("Not counted but measured") }.map(\.id))
  }

  /// Of networks on boards that were left out, so many others of the board given.
  private func missed(_ given: Int) -> Double? {
    let errors = trials.filter { $0.given.count == given }.map { abs($0.after) }
    return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
  }

  private func percent(_ share: Double?) -> String {
    guard let share else { return "-" }
    return String(format: "%.1f %%", share * 100)
  }

  private func signed(_ share: Double) -> String { String(format: "%+.1f %%", share * 100) }

  private func milliseconds(_ time: Seconds) -> String {
    String(format: "%.3f", time.milliseconds)
  }
}
