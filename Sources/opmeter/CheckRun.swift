import Checks
import Estimator
import JSON
import Reports
import Server

#if canImport(Glibc)
  import Glibc
#endif

/// Who estimates for a check: this program, or a service. Both answer the same bytes.
enum Estimates {
  case here(LocalEstimates)
  case service(ServiceConnection)

  init(server: String?, _ profiles: ProfileOptions) throws {
    if let server {
      self = .service(try ServiceConnection(server))
    } else {
      self = .here(LocalEstimates(try profiles.load()))
    }
  }

  /// The report of a model on a profile, as JSON with rows.
  func report(
    _ model: [UInt8], on entry: CheckFile.ProfileEntry, path: String
  ) throws(CommandFailure) -> [UInt8] {
    let query =
      [("profile", entry.id), ("format", "json"), ("detail", "ops")] + entry.settings.query
    switch self {
    case .service(let connection):
      return try connection.post("/estimate", query: query, model, about: path).body
    case .here(let estimates):
      let answer = estimates.estimate(query: HTTPClient.text(of: query), model)
      guard answer.status == 200 else {
        throw .badInput("\(path): \(ServiceConnection.detail(answer.body))")
      }
      return answer.body
    }
  }
}

/// One model file of a check.
struct CheckedModel {
  /// As the configuration's directory sees it.
  var path: String
  var entry: CheckFile.ModelEntry
}

/// The directory of a configuration, from which its paths count.
struct CheckDirectory {
  /// With a slash at the end, or empty.
  var prefix: String

  init(of file: String) {
    prefix = file == "-" ? "" : file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }

  func located(_ path: String) -> String { path.hasPrefix("/") ? path : prefix + path }

  /// The files of every entry, each once, in the order of the file and sorted within a pattern.
  func models(of file: CheckFile) throws(CommandFailure) -> [CheckedModel] {
    var models: [CheckedModel] = []
    for entry in file.models {
      let paths = try matches(entry.pattern)
      for path in paths {
        if let known = models.first(where: { $0.path == path }) {
          throw .badInput(
            "\(path) is checked twice, by '\(known.entry.pattern)' and '\(entry.pattern)'")
        }
        models.append(CheckedModel(path: path, entry: entry))
      }
    }
    return models
  }

  private func matches(_ pattern: String) throws(CommandFailure) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else {
      guard fileExists(located(pattern)) else {
        throw .badInput("models: there is no file '\(pattern)'")
      }
      return [pattern]
    }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(located(pattern), GLOB_MARK, nil, &found) == 0 else {
      throw .badInput("models: no file matches '\(pattern)'")
    }
    var paths: [String] = []
    for index in 0..<Int(found.gl_pathc) {
      guard let name = found.gl_pathv[index] else { continue }
      let path = String(cString: name)
      if !path.hasSuffix("/") {
        paths.append(pattern.hasPrefix("/") ? path : String(path.dropFirst(prefix.count)))
      }
    }
    // By bytes: glob sorts as the locale does.
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// Estimates every model of a configuration on its profiles and holds them against the baseline.
struct CheckRun {
  var file: CheckFile
  var directory: CheckDirectory
  var estimates: Estimates
  /// A directory with the models as they were; nil takes the baseline's figures.
  var baseDirectory: String?
  /// Whether growth is what is being accepted.
  var acceptsGrowth = false
  var quiet = false

  func report() throws(CommandFailure) -> CheckReport {
    let models = try directory.models(of: file)
    let (kept, state) = try baseline()
    let total = models.reduce(0) { $0 + file.profiles(of: $1.entry).count }
    var progress = Progress(total: total, quiet: quiet)
    var items: [CheckReport.Item] = []
    for model in models {
      let bytes = try readFile(directory.located(model.path))
      for entry in file.profiles(of: model.entry) {
        progress.next("\(model.path) on \(entry.id)")
        var item = try item(model.path, bytes, entry)
        let recorded = kept?.report(of: model.path, on: item.profile)
        let again = try base(model.path, entry)
        if let base = again?.report ?? recorded {
          item.diff = ReportDiff(
            from: base, to: item.report, recorded: again == nil ? nil : recorded,
            limits: acceptsGrowth ? RegressionSet() : try limits(entry),
            version: OpmeterVersion.current)
        }
        items.append(item)
      }
    }
    progress.end()
    var report = CheckReport(version: OpmeterVersion.current, items: items, baseline: state)
    report.gone = (kept?.entries ?? []).compactMap { entry in
      guard let path = entry.path, !items.contains(where: { $0.path == path }) else { return nil }
      return path
    }
    return report
  }

  private func item(
    _ path: String, _ bytes: [UInt8], _ entry: CheckFile.ProfileEntry
  ) throws(CommandFailure) -> CheckReport.Item {
    let json = try estimates.report(bytes, on: entry, path: path)
    do { return try CheckReport.Item(path: path, json: json) } catch {
      throw .serverUnavailable("\(path): the answer cannot be read: \(error)")
    }
  }

  private func base(
    _ path: String, _ entry: CheckFile.ProfileEntry
  ) throws(CommandFailure) -> CheckReport.Item? {
    guard let baseDirectory else { return nil }
    let file = "\(baseDirectory)/\(path)"
    guard fileExists(file) else { return nil }
    return try item(path, try readFile(file), entry)
  }

  private func limits(_ entry: CheckFile.ProfileEntry) throws(CommandFailure) -> RegressionSet {
    var limits = RegressionSet()
    for (name, value) in entry.settings.regression.sorted(by: { $0.key < $1.key }) {
      do { try limits.set(name, to: value) } catch { throw .badInput("\(error)") }
    }
    return limits
  }

  private func baseline() throws(CommandFailure) -> (BaselineReports?, CheckReport.Baseline) {
    guard let path = file.baseline else { return (nil, .none) }
    let place = directory.located(path)
    guard fileExists(place) else {
      return (nil, baseDirectory == nil ? .missing(path: path) : .none)
    }
    let bytes = try readFile(place)
    do {
      return (try BaselineReports(document: bytes), .compared(path: path))
    } catch {
      throw .badInput("\(path): \(error)")
    }
  }
}
