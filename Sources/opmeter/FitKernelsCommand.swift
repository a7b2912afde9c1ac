import ArgumentParser
import CZlib
import Calibration
import ProfileFiles

/// `opmeter fit-kernels`: instruction counts in, a kernel library out.
struct FitKernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-kernels",
    abstract: "Fit a kernel library's coefficients from instruction counts.",
    discussion: """
      The counts that the libraries were fitted from lie in Profiles/counts; the same counts give \
      the same file, byte for byte.
      """)

  @Argument(help: "Counts as CSV, plain or compressed with gzip.")
  var counts: [String]

  @Option(help: "Id of the library, as in cmsis-nn-7.0.0.dsp; default: the output file's name.")
  var library: String?

  @Option(name: [.short, .long], help: "File to write; - is the standard output.")
  var output: String

  @OptionGroup var printing: OutputOptions

  func run() throws {
    let id = library ?? Self.name(of: output)
    guard let specification = Catalogue.specification(id) else {
      let known = Catalogue.all.map(\.id).joined(separator: ", ")
      throw CommandFailure.badInput("no fit is specified for '\(id)'; known: \(known)")
    }
    var rows: [KernelCount] = []
    for path in counts {
      let text = String(decoding: try readCompressedFile(path), as: UTF8.self)
      do {
        rows += try KernelCount.read(text)
      } catch {
        throw CommandFailure.badInput("\(path): \(error)")
      }
    }
    do {
      let fit = try fitKernelLibrary(counts: rows, specification: specification)
      try writeFile(KernelLibraryFile.encode(fit.library), to: output)
      if !printing.quiet { printToStandardError(fit.report.text) }
    } catch let error as FitError {
      throw CommandFailure.badInput("\(error)")
    }
  }

  /// `cmsis-nn-7.0.0.dsp` for `Profiles/kernels/cmsis-nn-7.0.0.dsp.json`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
  }
}

/// The content of a file, decompressed if gzip wrote it.
func readCompressedFile(_ path: String, limit: Int = 1 << 30) throws(CommandFailure)
  -> [UInt8]
{
  guard fileExists(path), let file = gzopen(path, "rb") else {
    throw .badInput("\(path): cannot be read")
  }
  defer { gzclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = Int(gzread(file, &chunk, UInt32(chunk.count)))
    guard count >= 0 else { throw .badInput("\(path): damaged gzip data") }
    if count == 0 { return bytes }
    guard bytes.count + count <= limit else {
      throw .badInput("\(path): larger than \(limit) bytes")
    }
    bytes.append(contentsOf: chunk[..<count])
  }
}
