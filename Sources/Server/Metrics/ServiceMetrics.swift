import HTTPCore
import ProfileFiles

/// The text of `/metrics`: counts of requests, of profiles, of the process.
final class ServiceMetrics: Sendable {
  let requests = RequestMetrics()
  private let store: ProfileStore
  private let sinks: [LineSink]
  /// Set once the server is there; its routes, and so these metrics, come before it.
  private let source = Locked(Source { HTTPStatistics() })

  /// Where the server's counts come from.
  ///
  /// A value of its own because a bare function that is read out of a generic place is wrapped in two
  /// more functions each time, and put back so: the chain grows until the stack cannot hold it.
  private struct Source {
    let statistics: @Sendable () -> HTTPStatistics
  }

  init(store: ProfileStore, sinks: [LineSink]) {
    self.store = store
    self.sinks = sinks
  }

  func read(_ statistics: @escaping @Sendable () -> HTTPStatistics) {
    source.withLock { $0 = Source(statistics: statistics) }
  }

  func text() -> String {
    var text = PrometheusText()
    let build = "opmeter_build_info"
    text.family(build, .gauge, "The program, as labels.")
    text.sample(
      build, [("version", OpmeterVersion.current), ("swift", OpmeterVersion.swift)], 1)
    requests.write(to: &text)
    write(source.withLock { $0.statistics }(), to: &text)
    write(store.snapshot, store.status, to: &text)
    text.single(
      "opmeter_log_lines_dropped_total", .counter,
      "Log lines lost because nobody read fast enough.",
      sinks.reduce(0) { $0 + $1.dropped })
    ProcessFigures.read().write(to: &text)
    return text.text
  }

  private func write(_ statistics: HTTPStatistics, to text: inout PrometheusText) {
    text.single(
      "opmeter_http_connections", .gauge, "Open connections.", statistics.openConnections)
    text.single(
      "opmeter_http_connections_accepted_total", .counter, "Connections accepted.",
      statistics.acceptedConnections)
    text.single(
      "opmeter_http_held_body_bytes", .gauge, "Bytes of bodies that are still coming.",
      statistics.heldBodyBytes)
    text.single(
      "opmeter_compute_queued_jobs", .gauge, "Jobs that wait for a compute thread.",
      statistics.queuedJobs)
    text.single(
      "opmeter_compute_running_jobs", .gauge, "Compute threads at work.", statistics.runningJobs)
    text.single(
      "opmeter_compute_admitted_cost_bytes", .gauge,
      "Cost of the jobs that wait and run, in bytes of work.", statistics.admittedCost)
    text.single(
      "opmeter_compute_refused_jobs_total", .counter, "Jobs refused because the pool was full.",
      statistics.refusedJobs)
  }

  private func write(
    _ snapshot: ProfileSnapshot, _ status: ReloadStatus, to text: inout PrometheusText
  ) {
    let info = "opmeter_profiles_info"
    text.family(info, .gauge, "The set of profiles in use, as a label.")
    text.sample(info, [("digest", snapshot.digest)], 1)
    text.single(
      "opmeter_profiles", .gauge, "Profiles in use.", snapshot.profiles.profiles.count)
    text.single(
      "opmeter_profiles_last_reload_successful", .gauge,
      "1 if the profiles on disk are those in use, 0 if they are refused.",
      status.isLastSuccessful ? 1 : 0)
    text.single(
      "opmeter_profiles_last_reload_timestamp_seconds", .gauge,
      "Time of the last look at changed profiles.", status.lastAttempt.secondsSince1970)
    text.single(
      "opmeter_profiles_last_reload_success_timestamp_seconds", .gauge,
      "Time of the last look that found a good set.", status.lastSuccess.secondsSince1970)
    let reloads = "opmeter_profiles_reloads_total"
    text.family(reloads, .counter, "Looks at changed profiles, by outcome.")
    for word in ReloadOutcome.words {
      text.sample(reloads, [("outcome", word)], status.counts[word] ?? 0)
    }
  }
}
