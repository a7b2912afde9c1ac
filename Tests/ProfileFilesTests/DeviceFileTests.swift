import Estimator
import JSON
import Testing

@testable import ProfileFiles

@Suite struct DeviceFileTests {
  private func decode(_ text: String) throws(ProfileFileError) -> Device {
    try DeviceFile.decode(Array(text.utf8), name: "devices/board.json")
  }

  /// The error that the fixture with one text replaced by another is refused with.
  private func refusal(replacing old: String, with new: String) throws -> ProfileFileError {
    let text = Fixture.device.replacing(old, with: new)
    try #require(text != Fixture.device)
    return try #require(throws: ProfileFileError.self) { try decode(text) }
  }

  @Test("a device file keeps every number with its spread, source and kind")
  func keepsEverything() throws {
    let device = try decode(Fixture.device)
    #expect(device.id == "board")
    #expect(device.aliases == ["plank"])
    #expect(device.instructionSet == .dsp)
    #expect(device.defaultClock == Hertz(megahertz: 80))
    #expect(device.maximumClock == Hertz(megahertz: 120))
    #expect(device.defaultBytes(of: .ram) == 65_536)
    #expect(device.memorySource == "manual")
    #expect(device.sleepPower?.kind == .datasheet)
    let timing = try #require(device.runtimes[0].timing)
    #expect(
      timing.cyclesPerInstruction
        == Sourced(1.5, spread: 0.1, source: "measured here", kind: .fitted))
    #expect(timing.classFactors[.depthwise]?.value == 1.2)
    #expect(timing.gatherFactor?.value == 1.7)
    #expect(timing.splitCycles?.kind == .datasheet)
    #expect(
      timing.weightByteCycles == Sourced(29.5, spread: 0.2, source: "manual", kind: .fitted))
    #expect(timing.weightCacheBytes == 30_000)
    #expect(timing.lineCycles?.value == 9)
    #expect(timing.measuredClasses == [.convolution, .depthwise])
    let power = try #require(device.runtimes[0].power)
    #expect(power.active.value == Watts(milliwatts: 44.4))
    #expect(power.classFactors[.copy]?.spread == 0)
    #expect(device.runtimes[0].code?.value == 60_000)
    #expect(
      device.runtimes[0].evidence
        == Evidence(
          networks: ["kws"], layers: 12, energies: 3, sources: ["here"], inSampleError: 0.03,
          leftOutError: 0.07))
    #expect(device.sleepPowerUnknown == nil)
    #expect(device.runtimes.map(\.dropsDeadChannels) == [false, true])
    #expect(device.runtimes[1].timing == nil)
    #expect(device.runtimes[1].timingUnknown == "never measured")
  }

  @Test("what is written is read back equal, and written again byte for byte")
  func roundTrip() throws {
    let device = try decode(Fixture.device)
    let bytes = DeviceFile.encode(device)
    #expect(try DeviceFile.decode(bytes, name: "again") == device)
    #expect(DeviceFile.encode(try DeviceFile.decode(bytes, name: "again")) == bytes)
  }

  @Test("every device file of the project decodes, and encodes to an equal device")
  func committedFiles() throws {
    #expect(Fixture.deviceFiles.count >= 6)
    for name in Fixture.deviceFiles {
      let device = try DeviceFile.decode(try Fixture.bytes("devices/\(name)"), name: name)
      #expect(name == "\(device.id).json")
      #expect(try DeviceFile.decode(DeviceFile.encode(device), name: name) == device)
    }
  }

  @Test("an unknown member is refused in every object, with its path")
  func unknownMembers() throws {
    let root = try JSONValue(document: Array(Fixture.device.utf8))
    var refused = 0
    for (path, changed) in root.addingMember("unheard_of", at: .root) {
      let error = try #require(throws: ProfileFileError.self, "at \(path)") {
        try DeviceFile.decode(changed.bytes, name: "x")
      }
      #expect(error.error.path == path)
      refused += 1
    }
    #expect(refused == 23)
  }

  @Test("an unknown member names the nearest known one and its byte offset")
  func nearestMember() throws {
    let error = try refusal(replacing: #""supply_v""#, with: #""suply_v""#)
    #expect(error.suggestion == "supply_v")
    #expect(error.path == "$.runtimes[0].power.suply_v")
    #expect(error.byteOffset > 0)
    #expect(error.file == "devices/board.json")
  }

  @Test(
    "a value that cannot be is refused where it stands",
    arguments: [
      (#""format": "opmeter-device/1""#, #""format": "opmeter-device/2""#, "$.format"),
      (#""id": "board""#, #""id": "Board""#, "$.id"),
      (#""id": "board""#, #""id": """#, "$.id"),
      (#""version": "3""#, #""version": 3"#, "$.version"),
      (#""isa": "dsp""#, #""isa": "dps""#, "$.isa"),
      (#""default_mhz": 80"#, #""default_mhz": 121"#, "$.clock.default_mhz"),
      (#""default_mhz": 80"#, #""default_mhz": 0"#, "$.clock.default_mhz"),
      (#""bytes": 65536"#, #""bytes": -1"#, "$.memory.regions[0].bytes"),
      (#""bytes": 65536"#, #""bytes": 9223372036854775807"#, "$.memory.regions[0].bytes"),
      (#""bytes": 65536"#, #""bytes": 1.5"#, "$.memory.regions[0].bytes"),
      (#""name": "CCM""#, #""name": "SRAM""#, "$.memory.regions[1].name"),
      (
        #""bytes": 65536, "default": true"#, #""bytes": 65536, "default": false"#,
        "$.memory.regions"
      ),
      (#""id": "lib-2""#, #""id": "lib-1""#, "$.runtimes[1].id"),
      (#""timing_unknown": "never measured", "#, "", "$.runtimes[1]"),
      (#""supply_v": 3.3"#, #""supply_v": 1e999"#, "$.runtimes[0].power.supply_v"),
      (#""power": {"#, #""power_unknown": "why", "power": {"#, "$.runtimes[0].power_unknown"),
      (
        #""sleep_power_mw": {"#, #""sleep_power_unknown": "why", "sleep_power_mw": {"#,
        "$.sleep_power_unknown"
      ),
      (#""layers": 12"#, #""layers": -1"#, "$.runtimes[0].evidence.layers"),
      (
        #""left_out_error": 0.07"#, #""left_out_error": "x""#,
        "$.runtimes[0].evidence.left_out_error"
      ),
      (#""value": 1.5"#, #""value": 0"#, "$.runtimes[0].timing.cycles_per_instruction.value"),
      (
        #""kind": "fitted"}"#, #""kind": "guessed"}"#,
        "$.runtimes[0].timing.cycles_per_instruction.kind"
      ),
      (
        #""spread": 0.1,"#, #""spread": -0.1,"#,
        "$.runtimes[0].timing.cycles_per_instruction.spread"
      ),
      (#""source": "measured here", "#, "", "$.runtimes[0].timing.cycles_per_instruction"),
      (
        #"{"value": 0.9"#, #"{"value": "0.9""#,
        "$.runtimes[0].power.class_factors.copy.value"
      ),
      (#""depthwise": {"#, #""depthwide": {"#, "$.runtimes[0].timing.class_factors.depthwide"),
      (
        #""operation_spread": 0.07"#, #""operation_spread": null"#,
        "$.runtimes[0].timing.operation_spread"
      ),
    ])
  func refusals(old: String, new: String, path: String) throws {
    #expect(try refusal(replacing: old, with: new).path == path)
  }

  @Test("a file cut anywhere is refused, not believed")
  func everyPrefix() throws {
    let bytes = Array(Fixture.device.utf8)
    for count in bytes.indices {
      #expect(throws: ProfileFileError.self) {
        try DeviceFile.decode(Array(bytes[..<count]), name: "cut")
      }
    }
  }

  @Test("the schema knows the same members as the decoder")
  func schemaAgrees() throws {
    let schema = try JSONNode(document: try Fixture.bytes("schema/device.schema.json"))
    let definitions = try schema.member("$defs")
    for (object, keys) in DeviceFile.keys {
      let definition = try definitions.member(object)
      #expect(try definition.member("properties").members().map(\.name) == keys, "\(object)")
      if object != "sourced" {
        #expect(try definition.member("additionalProperties").bool() == false, "\(object)")
      }
    }
    func cases(_ node: JSONNode) throws -> [String] {
      try node.member("enum").elements().map { try $0.string() }
    }
    #expect(
      try cases(try definitions.member("kernel_class")) == KernelClass.allCases.map(\.rawValue))
    func property(_ object: String, _ name: String) throws -> JSONNode {
      try definitions.member(object).member("properties").member(name)
    }
    #expect(try cases(property("device", "isa")) == InstructionSet.allCases.map(\.rawValue))
    #expect(
      try cases(property("runtime", "interpreter")) == Interpreter.allCases.map(\.rawValue))
    #expect(
      try cases(property("timing", "clock_scaling"))
        == Timing.ClockScaling.allCases.map(\.rawValue))
    #expect(
      try cases(property("sourced", "kind")) == Sourced<Double>.Kind.allCases.map(\.rawValue))
  }
}

extension JSONValue {
  fileprivate var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.finish()
  }

  /// This document with one more member, once for each object in it, and the member's path.
  fileprivate func addingMember(
    _ name: String, at path: JSONPath
  ) -> [(path: JSONPath, changed: JSONValue)] {
    switch self {
    case .object(let members):
      var all: [(path: JSONPath, changed: JSONValue)] = [
        (path.member(name), .object(members + [JSONMember(name, 1)]))
      ]
      for (index, member) in members.enumerated() {
        for inner in member.value.addingMember(name, at: path.member(member.name)) {
          var copy = members
          copy[index].value = inner.changed
          all.append((inner.path, .object(copy)))
        }
      }
      return all
    case .array(let elements):
      return elements.enumerated().flatMap { index, element in
        element.addingMember(name, at: path.element(index)).map { inner in
          var copy = elements
          copy[index] = inner.changed
          return (inner.path, .array(copy))
        }
      }
    default: return []
    }
  }
}
