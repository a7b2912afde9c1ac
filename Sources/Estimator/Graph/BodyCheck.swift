/// Refuses bodies of control operations that run each other in a circle, which would never end.
///
/// Behind it, whoever follows the bodies of a control operation inward comes to an end.
struct BodyCheck {
  let main: [Operation]
  /// Numbered from 1 by the operations.
  let bodies: [Graph]

  private enum Progress {
    case unseen, open, done
  }

  /// - Complexity: O(operations of all bodies).
  func run() throws(GraphError) {
    if bodies.isEmpty { return }
    let calls = bodies.map { Self.calls(of: $0.operations) }
    var progress = Array(repeating: Progress.unseen, count: bodies.count)
    for (_, start) in Self.calls(of: main) where progress[start] == .unseen {
      // An entry is a body, and how many of its calls were followed.
      var path = [(body: start, next: 0)]
      progress[start] = .open
      while let (body, next) = path.last {
        guard next < calls[body].count else {
          progress[body] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let (_, called) = calls[body][next]
        switch progress[called] {
        case .done: break
        case .unseen:
          progress[called] = .open
          path.append((called, 0))
        case .open:
          let circle = path.drop { $0.body != called }
          throw .cycle(ops: circle.map { calls[$0.body][$0.next - 1].op })
        }
      }
    }
  }

  /// The bodies, counted from 0, that operations run; their numbers were checked before.
  private static func calls(of operations: [Operation]) -> [(op: String, body: Int)] {
    operations.flatMap { operation -> [(op: String, body: Int)] in
      guard case .control(let control) = operation.op else { return [] }
      return control.subgraphs.map { (operation.name, $0 - 1) }
    }
  }
}
