import Foundation
import HTTPCore
import JSON
import Logging
import Synchronization
import Testing

@testable import Server

/// Reloads while requests run: no request fails, and every answer is from one complete set.
@Suite(.timeLimit(.minutes(20))) struct ReloadUnderFireTests {
  private static let reloads = 300

  /// What the tasks found.
  private final class Witness: Sendable {
    let good = Locked<Set<String>>([])
    let seen = Locked<Set<String>>([])
    let failures = Locked<[String]>([])
    let isDone = Atomic(false)

    func report(_ failure: String) { failures.withLock { $0.append(failure) } }
  }

  @Test("good and broken sets in turn never fail a request or mix")
  func reloadsUnderFire() async throws {
    let service = try TestService()
    let witness = Witness()
    witness.good.withLock { _ = $0.insert(service.store.snapshot.digest) }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          while !witness.isDone.load(ordering: .relaxed) {
            if let failure = Self.request(service, witness) { return witness.report(failure) }
            // The threads of tasks are few, and the edits need one too.
            await Task.yield()
          }
        }
      }
      group.addTask {
        defer { witness.isDone.store(true, ordering: .relaxed) }
        for round in 0..<Self.reloads {
          if let failure = Self.edit(service, round, witness) { return witness.report(failure) }
          await Task.yield()
        }
      }
    }
    let good = witness.good.withLock { $0 }
    let seen = witness.seen.withLock { $0 }
    #expect(witness.failures.withLock { $0 } == [])
    #expect(seen.isSubset(of: good))
    #expect(seen.count > 1)
  }

  /// One request; what is wrong with its answer.
  private static func request(_ service: TestService, _ witness: Witness) -> String? {
    do {
      let answer = try service.post("/estimate?profile=*", GraphFixture.small)
      guard answer.status == 200, case .string(let digest) = try answer.json["profiles_digest"],
        answer.response.headers["profiles-digest"] == digest
      else { return answer.text }
      witness.seen.withLock { _ = $0.insert(digest) }
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// One edit and its reload, each round another kind; what is wrong with the outcome.
  private static func edit(_ service: TestService, _ round: Int, _ witness: Witness) -> String? {
    let profiles = service.profiles
    let device = ProfileFixture.device("board-b", clock: 20 + round % 100)
    do {
      switch round % 6 {
      case 0: try profiles.write("devices/board-b.json", device)
      case 1: try profiles.write("devices/board-b.json", String(device.dropLast(40)))
      case 2: try profiles.replace("devices/board-b.json", device)
      case 3: try profiles.write("devices/board-c.json", ProfileFixture.device("board-c"))
      case 4: try profiles.write("kernels/more.json", "{}")
      default:
        try profiles.remove("kernels/more.json")
        try profiles.remove("devices/board-c.json")
      }
    } catch {
      return "\(error)"
    }
    let isBroken = [1, 4].contains(round % 6)
    switch service.store.reload(.watch) {
    case .failed: return isBroken ? nil : "a good set was refused in round \(round)"
    case .unsettled: return "unsettled in round \(round)"
    case .loaded, .unchanged:
      let digest = service.store.snapshot.digest
      witness.good.withLock { _ = $0.insert(digest) }
      return isBroken ? "a broken set was taken in round \(round)" : nil
    }
  }
}
