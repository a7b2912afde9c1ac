import Estimator
import HTTPCore
import JSON
import ModelFormats
import ProfileFiles
import Testing

@testable import Server

@Suite struct EstimateTests {
  @Test("a model and a profile give an estimate with a row for each operation")
  func answersRows() throws {
    let service = try TestService()
    let answer = try service.post("/estimate?profile=board-a", GraphFixture.small)
    #expect(answer.status == 200)
    #expect(answer.mediaType == "application/json")
    let json = try answer.json
    #expect(json["schema"] == "opmeter-estimate/1")
    #expect(json["version"] == .string(OpmeterVersion.current))
    #expect(json["profiles_digest"] == .string(service.store.snapshot.digest))
    // 16 x 16 outputs of 8 filters, each over 3 x 3 x 4 inputs.
    #expect(json["model"]?["macs"] == .integer(16 * 16 * 8 * 3 * 3 * 4))
    #expect(json["model"]?["format"] == "opmeter-graph/1")
    #expect(json["results"]?[0]?["profile"]?["id"] == "board-a.lib-1")
    #expect(json["results"]?[0]?["ops"]?[1]?["name"] == "softmax")
    #expect(json["results"]?[1] == nil)
  }

  @Test("the model is named by the SHA-256 of the bytes that were sent")
  func namesModelByDigest() throws {
    let service = try TestService()
    let json = try service.post("/estimate", TFLiteFixture.small).json
    #expect(json["model"]?["sha256"] == .string(sha256Hexadecimal(TFLiteFixture.small)))
    #expect(json["model"]?["format"] == "tflite")
    #expect(json["model"]?["macs"] == 24)
  }

  /// What a query selects, and whether rows are answered.
  struct Selection: Sendable {
    var query: String
    var profiles: [JSONValue]
    var hasRows: Bool
  }

  @Test(
    "one profile is answered in rows, several in summary unless told otherwise",
    arguments: [
      Selection(query: "", profiles: ["board-a.lib-1", "board-b.lib-1"], hasRows: false),
      Selection(query: "?profile=*", profiles: ["board-a.lib-1", "board-b.lib-1"], hasRows: false),
      Selection(query: "?profile=alpha", profiles: ["board-a.lib-1"], hasRows: true),
      Selection(
        query: "?profile=board-b&profile=alpha", profiles: ["board-b.lib-1", "board-a.lib-1"],
        hasRows: false),
      Selection(
        query: "?profile=board-a&profile=alpha.lib-1", profiles: ["board-a.lib-1"], hasRows: true),
      Selection(
        query: "?profile=*&detail=ops", profiles: ["board-a.lib-1", "board-b.lib-1"], hasRows: true),
      Selection(
        query: "?profile=board-a&detail=summary", profiles: ["board-a.lib-1"], hasRows: false),
    ])
  func selectsProfiles(selection: Selection) throws {
    let service = try TestService()
    let json = try service.post("/estimate\(selection.query)", GraphFixture.small).json
    guard case .array(let results) = json["results"] else {
      Issue.record("no results")
      return
    }
    #expect(results.map { $0["profile"]?["id"] } == selection.profiles.map(Optional.some))
    #expect(results.allSatisfy { ($0["ops"] != nil) == selection.hasRows })
  }

  @Test("the same input is answered with the same bytes")
  func repeatsItself() throws {
    let first = try TestService().post("/estimate?profile=*&detail=full", GraphFixture.small)
    let second = try TestService().post("/estimate?profile=*&detail=full", GraphFixture.small)
    #expect(first.status == 200)
    #expect(first.response.body == second.response.body)
  }

  @Test("a small body is answered at once, a large one by the compute pool at its cost")
  func choosesWhereToWork() throws {
    let limits = APILimits()
    let set = try TestService().store.snapshot.profiles
    let profile = try #require(set.profile(named: "board-a"))
    var query = EstimateQuery()
    func job(_ bytes: Int, profiles: Int = 1) -> EstimateJob {
      EstimateJob(
        body: [UInt8](repeating: 0, count: bytes), query: query,
        profiles: Array(repeating: profile, count: profiles), set: set)
    }
    #expect(job(limits.inlineBodyBytes).isSmall(limits))
    #expect(!job(limits.inlineBodyBytes + 1).isSmall(limits))
    #expect(job(1 << 20).cost >= 1 << 20)
    #expect(job(100, profiles: limits.inlineProfiles).isSmall(limits))
    #expect(!job(100, profiles: limits.inlineProfiles + 1).isSmall(limits))
    #expect(job(1 << 20, profiles: 50).cost > 2 * job(1 << 20).cost)
    query.whatIf = true
    #expect(!job(100).isSmall(limits))
    #expect(job(100).cost > 64 * (4 << 10))
    query.whatIf = false
    query.order = .best
    #expect(!job(100).isSmall(limits))
    #expect(job(100).cost > HTTPLimits().smallJobCost)
  }

  @Test("a network with many joins is searched by the compute pool, a chain at once")
  func choosesWhereToSearch() throws {
    let set = try TestService().store.snapshot.profiles
    let profile = try #require(set.profile(named: "board-a"))
    func isQuick(joins: Int, _ query: EstimateQuery) throws -> Bool {
      var ops = [#"{"op": "relu", "inputs": ["image"], "outputs": ["t0"]}"#]
      for join in 0..<joins {
        ops.append(
          #"{"op": "add", "inputs": ["image", "t\#(join)"], "outputs": ["t\#(join + 1)"]}"#)
      }
      let text = GraphFixture.graph(ops: ops, outputs: #"["t\#(joins)"]"#)
      let job = EstimateJob(
        body: Array(text.utf8), query: query, profiles: [profile], set: set)
      return job.isSearchedQuickly(try job.importedModel().graph)
    }
    var query = EstimateQuery()
    query.detail = .ops
    #expect(try isQuick(joins: 8, query))
    #expect(try !isQuick(joins: 9, query))
    query.detail = .summary
    #expect(try isQuick(joins: 9, query))
  }

  @Test("a small .tflite cut at every byte is refused cleanly, whole it is answered")
  func survivesEveryCut() throws {
    let service = try TestService()
    let whole = TFLiteFixture.small
    #expect(try service.post("/estimate?profile=board-a", whole).status == 200)
    for length in 0..<whole.count {
      let answer = try service.post("/estimate?profile=board-a", Array(whole[..<length]))
      #expect([200, 400, 413, 415, 422].contains(answer.status), "cut at \(length)")
      if answer.status != 200 { #expect(try !answer.problem.contains(" "), "cut at \(length)") }
    }
  }

  @Test("a small .tflite with any one bit turned is answered or refused cleanly")
  func survivesEveryFlip() throws {
    let service = try TestService()
    for index in TFLiteFixture.small.indices {
      for bit in 0..<8 {
        var bytes = TFLiteFixture.small
        bytes[index] ^= 1 << bit
        let answer = try service.post("/estimate?profile=board-a", bytes)
        #expect([200, 400, 413, 415, 422].contains(answer.status), "byte \(index), bit \(bit)")
      }
    }
  }
}
