import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct ComputePoolTests {
  private static let never = MonotonicTime(nanoseconds: .max)

  private func limits(_ change: (inout HTTPLimits) -> Void = { _ in }) -> HTTPLimits {
    var limits = HTTPLimits()
    limits.smallJobCost = 10
    change(&limits)
    return limits
  }

  private func statistics(_ pool: ComputePool) -> HTTPStatistics {
    var statistics = HTTPStatistics()
    pool.count(into: &statistics)
    return statistics
  }

  @Test("every admitted job runs once, in order where there is one thread")
  func runsAll() {
    let pool = ComputePool(width: 1, limits: limits { $0.queuedJobs = 1_000 })
    let done = Locked<[Int]>([])
    for number in 0..<500 {
      #expect(
        pool.submit(cost: 1, deadline: Self.never) { _ in done.withLock { $0.append(number) } })
    }
    #expect(eventually { done.withLock { $0.count } == 500 })
    #expect(done.withLock { $0 } == Array(0..<500))
    #expect(eventually { statistics(pool) == HTTPStatistics() })
  }

  @Test("the queue is bounded by count: at the limit admitted, one more refused")
  func countLimit() {
    let gate = Gate()
    let pool = ComputePool(width: 1, limits: limits { $0.queuedJobs = 3 })
    #expect(pool.submit(cost: 1, deadline: Self.never) { _ in gate.pass() })
    #expect(gate.waitForArrival())
    for _ in 0..<3 { #expect(pool.submit(cost: 1, deadline: Self.never) { _ in }) }
    #expect(!pool.submit(cost: 1, deadline: Self.never) { _ in })
    #expect(statistics(pool).refusedJobs == 1)
    gate.open()
  }

  @Test("the queue is bounded by cost, and a job dearer than all of it runs alone")
  func costLimit() {
    let gate = Gate()
    let pool = ComputePool(width: 2, limits: limits { $0.admittedCost = 100 })
    #expect(pool.submit(cost: 60, deadline: Self.never) { _ in gate.pass() })
    #expect(gate.waitForArrival())
    #expect(!pool.submit(cost: 41, deadline: Self.never) { _ in })
    #expect(pool.submit(cost: 40, deadline: Self.never) { _ in })
    gate.open()
    #expect(eventually { statistics(pool).admittedCost == 0 })
    #expect(pool.submit(cost: .max, deadline: Self.never) { _ in gate.pass() })
    #expect(gate.waitForArrival())
    #expect(!pool.submit(cost: 1, deadline: Self.never) { _ in })
    gate.open()
  }

  @Test("small jobs overtake large ones, but not for ever")
  func patience() {
    let gate = Gate()
    let pool = ComputePool(width: 1, limits: limits())
    let order = Locked<[String]>([])
    #expect(pool.submit(cost: 1, deadline: Self.never) { _ in gate.pass() })
    #expect(gate.waitForArrival())
    _ = pool.submit(cost: 100, deadline: Self.never) { _ in order.withLock { $0.append("large") } }
    for _ in 0..<40 {
      _ = pool.submit(cost: 1, deadline: Self.never) { _ in order.withLock { $0.append("small") } }
    }
    gate.open()
    #expect(eventually { order.withLock { $0.count } == 41 })
    #expect(order.withLock { $0.firstIndex(of: "large") } == 16)
  }

  @Test("large jobs leave one thread to the small ones")
  func oneThreadForSmall() {
    let gate = Gate()
    let pool = ComputePool(width: 3, limits: limits())
    for _ in 0..<5 { _ = pool.submit(cost: 100, deadline: Self.never) { _ in gate.pass() } }
    #expect(gate.waitForArrival(2))
    let ran = Locked(false)
    #expect(pool.submit(cost: 1, deadline: Self.never) { _ in ran.withLock { $0 = true } })
    #expect(eventually { ran.withLock { $0 } })
    // The small one has run and may not yet be counted as done.
    #expect(eventually { statistics(pool).runningJobs == 2 })
    #expect(statistics(pool).queuedJobs == 3)
    gate.open(for: 5)
  }

  @Test("a job learns whether its turn came in time")
  func deadlines() {
    let pool = ComputePool(width: 1, limits: limits())
    let heard = Locked<[Bool]>([])
    for deadline in [MonotonicTime.now + .seconds(60), MonotonicTime.now + .seconds(-1)] {
      _ = pool.submit(cost: 1, deadline: deadline) { isInTime in
        heard.withLock { $0.append(isInTime) }
      }
    }
    #expect(eventually { heard.withLock { $0 } == [true, false] })
  }
}

@Suite struct ContainerTests {
  @Test("first in, first out, through growth and shrinking")
  func fifo() {
    var queue = FIFO<Int>()
    var next = 0
    var expected = 0
    for round in 0..<300 {
      for _ in 0..<(round % 7) {
        queue.append(next)
        next += 1
      }
      for _ in 0..<(round % 5) where !queue.isEmpty {
        #expect(queue.popFirst() == expected)
        expected += 1
      }
      #expect(queue.count == next - expected)
    }
    while let value = queue.popFirst() {
      #expect(value == expected)
      expected += 1
    }
    #expect(expected == next)
  }

  @Test("a token finds its owner and never the next one in the same place")
  func slots() {
    final class Owner {}
    var table = SlotTable<Owner>()
    var tokens: [ConnectionToken] = []
    let first = table.insert { token in
      tokens.append(token)
      return Owner()
    }
    #expect(table[tokens[0]] === first)
    table.remove(tokens[0])
    #expect(table[tokens[0]] == nil)
    let second = table.insert { token in
      tokens.append(token)
      return Owner()
    }
    #expect(table[tokens[0]] == nil)
    #expect(table[tokens[1]] === second)
    #expect(ConnectionToken(number: tokens[1].number) == tokens[1])
    table.remove(tokens[0])
    #expect(Array(table).count == 1)
    #expect(table[.listener] == nil)
  }
}
