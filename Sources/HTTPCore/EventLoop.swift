import Dispatch

/// The door to a loop: a serial queue that owns its share of the connections for their whole life.
///
/// Everything behind the door (`LoopCore`) is plain code that runs on this queue alone; an actor whose
/// executor is that queue lets the compiler check it. From `start` to the end the loop holds its queue,
/// and with it one thread: a loop that went back to Dispatch after each event would pay two thread
/// switches, and Dispatch would now and then take a thread more for it than there are loops.
actor EventLoop {
  private let executor: QueueExecutor
  private let mailbox: Mailbox
  private let core: LoopCore

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(index: Int, service: Service) {
    let mailbox = Mailbox()
    self.mailbox = mailbox
    executor = QueueExecutor(label: "http.loop.\(index)")
    core = LoopCore(service: service, poller: Poller(mailbox))
  }

  /// Begins to handle events.
  nonisolated func start() {
    mailbox.open()
    executor.queue.async { self.assumeIsolated { $0.run() } }
  }

  /// Runs `work` on the loop's queue, later.
  nonisolated func post(_ work: @escaping Mailbox.Work) {
    if mailbox.post(work) { return }
    executor.queue.async { self.assumeIsolated { $0.runPosted() } }
  }

  private func run() {
    while !core.isStopped { core.turn(mailbox) }
    mailbox.close()
    runPosted()
  }

  private func runPosted() {
    for work in mailbox.take() { work(core) }
  }
}

/// Runs an actor's jobs on a serial dispatch queue.
///
/// Nothing is awaited of a loop, everything enters by its mailbox: a job would wait until the loop ends.
final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
