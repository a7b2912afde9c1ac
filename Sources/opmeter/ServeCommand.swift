public import ArgumentParser
import HTTPCore
public import Server

/// `opmeter serve`: the service, until a signal ends it.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve estimates over HTTP.",
    discussion: """
      SIGHUP reloads the profiles, as does every change of their files. SIGTERM and SIGINT finish \
      what runs and exit with 0; a second one exits at once.
      """)

  @Option(help: "Address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "Port to listen on; 0 takes a free one.")
  var port = 8080

  @OptionGroup var profiles: ProfileOptions
  @OptionGroup(title: "Limits") var limits: ServeLimits
  @OptionGroup(title: "Logs") var logs: ServeLogs

  @Option(help: "Seconds that running requests get to finish at the end.")
  var drainSeconds = 30

  @Option(help: "Seconds between /readyz turning and connections being refused, at the end.")
  var drainDelay = 0

  @Option(help: "File of bearer tokens, one a line, of which every POST must bring one.")
  var tokenFile: String?

  @Option(
    name: .customLong("cors-origin"),
    help: "Origin whose pages may read answers in a browser; repeatable; '*' is every one.")
  var crossOrigins: [String] = []

  @Option(help: "Seconds between looks at the profiles that need no event; they follow any mount.")
  var pollSeconds = 10

  @Flag(help: "Answer without compression even where clients ask for it.")
  var noCompression = false

  func run() throws {
    var http = HTTPConfiguration(host: host, port: port, limits: limits.http)
    http.sharesThreads = true
    if let workers = limits.workers { http.workers = max(1, workers) }
    http.compression.isEnabled = !noCompression
    var configuration = ServiceConfiguration(http: http, profileDirectory: try profiles.path())
    configuration.log = logs.log
    configuration.accessLog = logs.accessLog.format
    configuration.drainTime = .seconds(max(0, drainSeconds))
    configuration.drainDelay = .seconds(max(0, drainDelay))
    configuration.tokenFile = tokenFile
    configuration.crossOrigins = crossOrigins
    configuration.watch?.poll = .seconds(pollSeconds)
    do throws(ServiceError) {
      try Service.run(configuration) { port in
        let address = host.contains(":") ? "[\(host)]" : host
        printLine("opmeter \(OpmeterVersion.current) serves on http://\(address):\(port)")
      }
    } catch {
      throw CommandFailure.badInput("\(error)")
    }
  }

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be 0 to 65535, is \(port).")
    }
    if let wrong = crossOrigins.first(where: { !isOrigin($0) }) {
      throw ValidationError("--cors-origin must be like https://example.org or '*', is \(wrong).")
    }
    guard (1...86_400).contains(pollSeconds) else {
      throw ValidationError("--poll-seconds must be 1 to 86400, is \(pollSeconds).")
    }
  }
}

/// The bounds that operators change; the others keep the defaults of `HTTPLimits`.
struct ServeLimits: ParsableArguments {
  @Option(help: "MiB of a request body; past it 413.")
  var maxBodyMib = 32

  @Option(help: "MiB of request bodies that are held at once; past it 503.")
  var maxHeldMib = 512

  @Option(help: "Open connections; past it clients wait.")
  var maxConnections = 16_384

  @Option(help: "Estimates waiting for a thread; past it 503.")
  var maxQueued = 256

  @Option(help: "Seconds for a request's header; past it 408.")
  var headerSeconds = 8

  @Option(help: "Seconds that a connection may be idle; past it it is closed.")
  var idleSeconds = 60

  @Option(help: "Seconds from a request to its answer; past it 503.")
  var requestSeconds = 30

  @Option(help: "Threads that estimate; default: the cores.")
  var workers: Int?

  var http: HTTPLimits {
    var limits = HTTPLimits()
    limits.bodyBytes = maxBodyMib << 20
    limits.heldBodyBytes = maxHeldMib << 20
    limits.connections = maxConnections
    limits.queuedJobs = maxQueued
    limits.headerTime = .seconds(headerSeconds)
    limits.idleTime = .seconds(idleSeconds)
    limits.requestTime = .seconds(requestSeconds)
    return limits
  }

  func validate() throws {
    let stated = [
      ("--max-body-mib", maxBodyMib, 4_096), ("--max-held-mib", maxHeldMib, 1_048_576),
      ("--max-connections", maxConnections, 1_000_000), ("--max-queued", maxQueued, 1_000_000),
      ("--header-seconds", headerSeconds, 86_400),
      ("--idle-seconds", idleSeconds, 86_400), ("--request-seconds", requestSeconds, 86_400),
      ("--workers", workers ?? 1, 1_024),
    ]
    for (name, value, most) in stated where !(1...most).contains(value) {
      throw ValidationError("\(name) must be 1 to \(most), is \(value).")
    }
    guard maxHeldMib >= maxBodyMib else {
      throw ValidationError(
        "--max-held-mib is \(maxHeldMib), less than one body of --max-body-mib \(maxBodyMib).")
    }
  }
}

struct ServeLogs: ParsableArguments {
  enum Access: String, CaseIterable, ExpressibleByArgument {
    case text, json, off

    var format: LogFormat? {
      switch self {
      case .text: .text
      case .json: .json
      case .off: nil
      }
    }
  }

  @Option(help: "The service's own log, on standard error: text or json.")
  var log: LogFormat = .text

  @Option(help: "A line for each request, on standard output: text, json or off.")
  var accessLog: Access = .text
}

extension LogFormat: ExpressibleByArgument {}
