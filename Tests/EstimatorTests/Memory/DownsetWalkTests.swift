import Testing

@testable import Estimator

@Suite struct DownsetWalkTests {
  @Test("walking an order keeps alive what liveness says, and undoing goes back", arguments: 0..<20)
  func followsLiveness(_ seed: Int) throws {
    var generator = SeededGenerator(seed: 1000 + UInt64(seed))
    for _ in 0..<20 {
      let graph = try MemoryGraph.random(stepCount: 12, using: &generator)
      for objective in OrderSearchTests.objectives {
        let live = graph.liveness(inPlace: objective.inPlace)
        let expected = zip(live.liveBytes, live.scratchBytes).map {
          $0 + (objective.scratch ? $1 : 0)
        }
        var walk = DownsetWalk(
          OrderProblem(graph, objective: objective, direction: .forward))
        var back = DownsetWalk(
          OrderProblem(graph, objective: objective, direction: .backward))
        let outset = walk.liveBytes
        var between: [Int] = []
        for step in graph.steps.indices {
          #expect(walk.isReady(step))
          #expect(walk.transientBytes(step) == expected[step])
          between.append(walk.liveBytes)
          walk.move(step)
        }
        for step in graph.steps.indices.reversed() {
          #expect(back.isReady(step))
          #expect(back.transientBytes(step) == expected[step])
          back.move(step)
          #expect(back.liveBytes == between[step])
        }
        for step in graph.steps.indices.reversed() { walk.undo(step) }
        #expect(walk.liveBytes == outset)
      }
    }
  }

  @Test("the least-live addition is the best of all closed sets", arguments: 0..<20)
  func leastLiveAddition(_ seed: Int) throws {
    var generator = SeededGenerator(seed: 2000 + UInt64(seed))
    for _ in 0..<10 {
      let graph = try MemoryGraph.random(stepCount: 8, using: &generator)
      for direction in [OrderProblem.Direction.forward, .backward] {
        var walk = DownsetWalk(
          OrderProblem(graph, objective: OrderObjective(), direction: direction))
        for _ in 0..<2 {
          walk.move(Int(walk.ready.randomElement(using: &generator) ?? 0))
        }
        let others = graph.steps.indices.filter { !walk.moved[$0] }
        var best = walk.liveBytes
        func visit(_ walk: DownsetWalk) {
          best = min(best, walk.liveBytes)
          for step in walk.ready {
            var next = walk
            next.move(Int(step))
            visit(next)
          }
        }
        visit(walk)
        let found = walk.leastLiveAddition(among: others.map(Int32.init))
        #expect(walk.liveBytes + found.change == best)
        var chosen = walk
        var left = others.indices.filter { found.chosen[$0] }.map { others[$0] }
        while let place = left.firstIndex(where: { chosen.isReady($0) }) {
          chosen.move(left.remove(at: place))
        }
        #expect(left.isEmpty)
        #expect(chosen.liveBytes == best)
      }
    }
  }

  @Test("no order runs a step with fewer bytes than its cut says", arguments: 0..<10)
  func stepBound(_ seed: Int) throws {
    var generator = SeededGenerator(seed: 3000 + UInt64(seed))
    let graph = try MemoryGraph.random(stepCount: 8, using: &generator)
    for objective in OrderSearchTests.objectives {
      let problem = OrderProblem(graph, objective: objective, direction: .forward)
      var walk = DownsetWalk(problem)
      let bounds = graph.steps.indices.map { walk.leastBytes(during: $0) }
      var least = [Int](repeating: .max, count: 8)
      func visit(_ walk: DownsetWalk) {
        for step in walk.ready {
          least[Int(step)] = min(least[Int(step)], walk.transientBytes(Int(step)))
          var next = walk
          next.move(Int(step))
          visit(next)
        }
      }
      visit(walk)
      for step in graph.steps.indices {
        #expect(bounds[step] <= least[step])
        if !objective.inPlace { #expect(bounds[step] == least[step]) }
      }
    }
  }
}
