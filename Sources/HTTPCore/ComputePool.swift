import Dispatch

/// Threads for work that is too long for a connection's queue, bounded by count and by cost.
///
/// Jobs that cost little go before jobs that cost much, and the much-costing never hold every thread, so
/// a small request waits for other small ones only. A large job that has waited for `patience` small ones
/// takes its turn.
final class ComputePool: Sendable {
  typealias Job = @Sendable (_ startedInTime: Bool) -> Void

  private struct Waiting: Sendable {
    let cost: Int
    let deadline: MonotonicTime
    let job: Job
  }

  private struct State: Sendable {
    var small = FIFO<Waiting>()
    var large = FIFO<Waiting>()
    /// Threads without work, by the index of their queue.
    var idle: [Int] = []
    var runningLarge = 0
    var smallSinceLarge = 0
    var admittedCost = 0
    var refused = 0
  }

  private let limits: HTTPLimits
  /// One serial queue for each thread that may work.
  private let queues: [DispatchQueue]
  private let state: Locked<State>

  private var width: Int { queues.count }

  /// Small jobs that may overtake a waiting large one.
  private static let patience = 16

  /// - Parameter sharesThreads: whether the queues take Dispatch's common threads, of which there is one
  ///   a core. A large job never has them all, and a thread is given back after each job; a single one
  ///   would be had whole, so it is not shared.
  init(width: Int, sharesThreads: Bool = false, limits: HTTPLimits) {
    self.limits = limits
    let target: DispatchQueue? = sharesThreads && width > 1 ? .global() : nil
    queues = (0..<width).map { DispatchQueue(label: "http.compute.\($0)", target: target) }
    state = Locked(State(idle: Array((0..<width).reversed())))
  }

  /// Takes a job in, or refuses it (false) when the pool is full.
  ///
  /// The job learns whether its turn came before `deadline`.
  func submit(cost: Int, deadline: MonotonicTime, _ job: @escaping Job) -> Bool {
    // A job dearer than the whole budget is charged the whole: it can run, but only alone.
    let cost = min(max(0, cost), limits.admittedCost)
    let (isAdmitted, idle) = state.withLock { state -> (Bool, Int?) in
      guard state.small.count + state.large.count < limits.queuedJobs,
        cost <= limits.admittedCost - state.admittedCost
      else {
        state.refused += 1
        return (false, nil)
      }
      state.admittedCost += cost
      let waiting = Waiting(cost: cost, deadline: deadline, job: job)
      if cost <= limits.smallJobCost {
        state.small.append(waiting)
      } else {
        state.large.append(waiting)
      }
      return (true, state.idle.popLast())
    }
    if let idle { begin(on: idle) }
    return isAdmitted
  }

  /// Counts at this moment.
  func count(into statistics: inout HTTPStatistics) {
    let counts = state.withLock { state in
      (
        state.small.count + state.large.count, width - state.idle.count, state.admittedCost,
        state.refused
      )
    }
    (
      statistics.queuedJobs, statistics.runningJobs, statistics.admittedCost,
      statistics.refusedJobs
    ) = counts
  }

  private func begin(on index: Int) { queues[index].async { self.work(on: index) } }

  /// Does one job and queues up again behind whatever else waits for the thread.
  private func work(on index: Int) {
    guard let next = takeNext(for: index) else { return }
    next.job(MonotonicTime.now <= next.deadline)
    state.withLock { state in
      state.admittedCost -= next.cost
      if next.cost > limits.smallJobCost { state.runningLarge -= 1 }
    }
    begin(on: index)
  }

  /// The next job for a thread; nil makes it idle.
  private func takeNext(for index: Int) -> Waiting? {
    state.withLock { state in
      let mayRunLarge = width == 1 || state.runningLarge < width - 1
      let isLargeDue = state.small.isEmpty || state.smallSinceLarge >= Self.patience
      if mayRunLarge, isLargeDue, let next = state.large.popFirst() {
        state.runningLarge += 1
        state.smallSinceLarge = 0
        return next
      }
      if let next = state.small.popFirst() {
        if !state.large.isEmpty { state.smallSinceLarge += 1 }
        return next
      }
      state.idle.append(index)
      return nil
    }
  }
}

/// First in, first out, without shifting on removal.
struct FIFO<Element> {
  private var items: [Element?] = []
  private var start = 0

  init() {}

  var count: Int { items.count - start }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ element: Element) { items.append(element) }

  /// - Complexity: O(1) amortised.
  mutating func popFirst() -> Element? {
    guard start < items.count else { return nil }
    let element = items[start]
    items[start] = nil
    start += 1
    if start == items.count {
      items.removeAll(keepingCapacity: true)
      start = 0
    } else if start >= 64, start * 2 >= items.count {
      items.removeFirst(start)
      start = 0
    }
    return element
  }
}

extension FIFO: Sendable where Element: Sendable {}
