import Dispatch
import HTTPCore
import Logging
import ProfileFiles

/// The running service: routes over profiles that reload themselves, behind an HTTP server.
///
///     let service = try Service(ServiceConfiguration(profileDirectory: "Profiles"))
///     let port = try service.start()
///     ...
///     service.drain { service in ... }
public final class Service: Sendable {
  private let configuration: ServiceConfiguration
  private let store: ProfileStore
  private let readiness = Readiness()
  private let server: HTTPServer
  private let watch: WatchedStore
  private let logger: Logger
  private let sinks: [LineSink]

  /// Loads the profiles; a set that is not wholly good is a refusal to start.
  public convenience init(_ configuration: ServiceConfiguration) throws(ServiceError) {
    try self.init(
      configuration, logTo: LineSink(descriptor: 2), accessLogTo: LineSink(descriptor: 1))
  }

  init(
    _ configuration: ServiceConfiguration, logTo logSink: LineSink, accessLogTo accessSink: LineSink
  ) throws(ServiceError) {
    self.configuration = configuration
    sinks = [logSink, accessSink]
    let format = configuration.log
    logger = Logger(label: "opmeter") { _ in
      LineLogHandler(format, level: .info, to: logSink)
    }
    do {
      store = try ProfileStore(
        source: .directory(configuration.profileDirectory), logger: logger)
    } catch {
      throw .profiles(directory: configuration.profileDirectory, reason: error.description)
    }
    let watch = WatchedStore(
      store, directory: configuration.profileDirectory, timing: configuration.watch)
    self.watch = watch
    let metrics = ServiceMetrics(store: store, sinks: sinks)
    let tokens = try configuration.tokenFile.map { file throws(ServiceError) in
      try BearerTokens(file: file)
    }
    let api = API(
      store: store, readiness: readiness, limits: configuration.limits, tokens: tokens,
      crossOrigin: configuration.crossOrigins.isEmpty
        ? nil : CrossOrigin(configuration.crossOrigins),
      metrics: { metrics.text() }, watch: { watch.reach })
    let accessLog = configuration.accessLog.map { AccessLog($0, to: accessSink) }
    server = HTTPServer(
      configuration: configuration.http, router: api.router(),
      observer: HTTPObserver { exchange in
        metrics.requests.record(exchange)
        accessLog?.write(exchange)
      },
      failureResponse: { failure, request in api.response(to: failure, request) })
    metrics.read { [weak server] in server?.statistics ?? HTTPStatistics() }
  }

  /// Listens, watches and answers; returns the port.
  public func start() throws(ServiceError) -> Int {
    watch.start()
    let port: Int
    do {
      port = try server.start()
    } catch {
      watch.stop()
      throw .http(error)
    }
    logger.notice(
      "listening",
      metadata: [
        "host": "\(configuration.http.host)", "port": .stringConvertible(port),
        "version": "\(OpmeterVersion.current)",
      ])
    return port
  }

  /// Loads the profiles anew, as SIGHUP does, and returns at once.
  public func reload() { watch.reload(.signal) }

  /// Ends in order: not ready any more, then no new connections, then running requests finish.
  ///
  /// - Parameter done: called on a queue of its own; false where the deadline cut something off.
  public func drain(done: @escaping @Sendable (_ isClean: Bool) -> Void) {
    readiness.beginDraining()
    logger.notice("draining")
    watch.stop()
    let queue = DispatchQueue(label: "opmeter.drain", target: .global())
    queue.asyncAfter(deadline: .now() + configuration.drainDelay.seconds) { [self] in
      server.drain(deadline: configuration.drainTime) { [self] isClean in
        if isClean {
          logger.notice("stopped")
        } else {
          logger.warning("stopped, cutting requests that took too long")
        }
        for sink in sinks { sink.flush() }
        done(isClean)
      }
    }
  }

  /// Ends at once, cutting what runs.
  public func stop() {
    readiness.beginDraining()
    watch.stop()
    server.stop()
    for sink in sinks { sink.flush() }
  }
}
