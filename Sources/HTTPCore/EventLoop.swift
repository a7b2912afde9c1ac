import Dispatch

/// The door to a loop: a serial queue that owns its share of the connections for their whole life.
///
/// Everything behind the door (`LoopCore`) is plain code that runs on this queue alone. An actor whose
/// executor is that queue lets the compiler check it; dispatch sources call straight into the core.
actor EventLoop {
  private let executor: QueueExecutor
  private let bell: Doorbell
  private let core: LoopCore

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(index: Int, service: Service) {
    let executor = QueueExecutor(label: "http.loop.\(index)")
    let bell = Doorbell()
    self.executor = executor
    self.bell = bell
    core = LoopCore(
      queue: executor.queue, service: service, poller: Poller(queue: executor.queue, bell: bell))
  }

  /// Runs `work` on the loop's queue, later.
  nonisolated func post(_ work: @escaping @Sendable (LoopCore) -> Void) {
    bell.workIsComing()
    executor.queue.async { self.assumeIsolated { $0.run(work) } }
    bell.ring()
  }

  private func run(_ work: @Sendable (LoopCore) -> Void) {
    bell.workHasBegun()
    work(core)
    if !bell.hasWork { core.poller.poll() }
  }
}

/// Runs an actor's jobs on a serial dispatch queue.
final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
