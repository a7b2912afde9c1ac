import Estimator
import Testing

@testable import Calibration

@Suite struct DeviceTableTests {
  private let header = "network,op,input,output,kernel,stride,padding,clock_mhz,latency_ms\n"

  private func read(_ text: String) throws(DeviceInputError) -> [DeviceMeasurement] {
    var work = Work(kind: .add, dataType: .int8)
    work.outputElements = 10
    let networks = ["kws": [work]]
    return try DeviceMeasurement.read(Array(text.utf8)) { networks[$0] }
  }

  @Test("a layer is read with its shapes, clock and time")
  func layer() throws {
    let rows = try read(header + "x,conv2d,49x10x1,25x5x64,10x4,2x2,same,120,22.5\n")
    let row = try #require(rows.first)
    #expect(row.line == 2)
    #expect(row.clock == Hertz(megahertz: 120))
    #expect(abs(row.latency.milliseconds - 22.5) < 1e-12)
    let work = try #require(row.work.first)
    #expect(work.paddingTop == 4 && work.paddingLeft == 1)
    #expect(work.outputElements == 8_000)
    #expect(!row.isWholeNetwork)
  }

  @Test("a byte order mark in front is passed over, and a network says why it cannot be read")
  func marksAndReasons() throws {
    let text = "network,clock_mhz,latency_ms\nx,120,80\n"
    let table = Array("\u{FEFF}".utf8) + Array(text.utf8)
    #expect(
      try DeviceMeasurement.read(table) { _ in [Work(kind: .add, dataType: .int8)] }.count == 1)
    let error = try #require(throws: DeviceInputError.self) {
      try DeviceMeasurement.read(Array(text.utf8)) { name throws(DeviceNetworkError) in
        throw DeviceNetworkError(reason: "\(name) is broken")
      }
    }
    #expect(error == .row(.init(line: 2, column: "network", reason: "x is broken")))
  }

  @Test("a row without an operation is a whole network; an operation without shapes a part of it")
  func networks() throws {
    let rows = try read(
      "network,op,clock_mhz,latency_ms\r\nkws,,120,80\r\n\"kws\",add,120,8\r\n")
    #expect(rows.map(\.isWholeNetwork) == [true, false])
    #expect(rows.map(\.work.count) == [1, 1])
  }

  @Test("a model is a network, an operation an op; both words for one column are refused")
  func synonyms() throws {
    let rows = try read("Model,Operation,clock_mhz,latency_ms\nkws,,120,80\nkws,add,120,8\n")
    #expect(rows.map(\.isWholeNetwork) == [true, false])
    #expect(throws: DeviceInputError.table(.repeatedColumn("network"))) {
      try read("model,network,clock_mhz,latency_ms\nkws,kws,120,80\n")
    }
  }

  @Test(
    "a bad row names its line, its column and what is wrong",
    arguments: [
      ("kws,,,,,,,120,NaN", "latency_ms"), ("kws,,,,,,,120,-3", "latency_ms"),
      ("kws,,,,,,,120,0", "latency_ms"), ("kws,,,,,,,120,inf", "latency_ms"),
      ("kws,,,,,,,120,", "latency_ms"), ("kws,,,,,,,0,3", "clock_mhz"),
      ("kws,,,,,,,120 MHz,3", "clock_mhz"), ("kvs,,,,,,,120,3", "network"),
      (",,,,,,,120,3", "network"), (",conv3d,1x1,1x1,,,,120,3", "op"),
      ("kws,conv2d,,,,,,120,3", "op"), (",conv2d,1x0x3,1x1x1,1x1,,,120,3", "input"),
      (",conv2d,1x1x3,1x1x1,3,,,120,3", "kernel"),
      (",conv2d,1x1x3,1x1x1,1x1,1x1,full,120,3", "padding"),
      (",depthwise_conv2d,1x1x3,1x1x4,1x1,,,120,3", "output"),
      (",add,1000000x1000000x1000000,,,,,120,3", "input"),
      (",conv2d,8x8x3,8x8x4,3x3,,valid,120,3", "output"),
      (",conv2d,8x8x3,4x4x4,3x3,3x3,same,120,3", "output"),
      (",conv2d,2x2x3,1x1x4,3x3,,valid,120,3", "kernel"),
      (",conv2d,8x8x3,,3x3,,same,120,3", "output"), (",fully_connected,64,,,,,120,3", "output"),
      (",max_pool2d,8x8x3,4x4x6,2x2,2x2,,120,3", "output"),
      (",softmax,10,12,,,,120,3", "output"), (",lstm,10,10,,,,120,3", "op"),
      (",transpose_conv2d,8x8x3,16x16x3,2x2,2x2,,120,3", "op"),
    ])
  func badRows(row: String, column: String) throws {
    let error = try #require(throws: DeviceInputError.self) {
      try read(header + "kws,,,,,,,120,3\n" + row + "\n")
    }
    guard case .row(let found) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(found.line == 3)
    #expect(found.column == column)
  }

  @Test("a table that is not one is refused as a whole")
  func badTables() throws {
    func refusal(_ text: String) throws -> DeviceTableError? {
      let error = try #require(throws: DeviceInputError.self) { try read(text) }
      if case .table(let found) = error { return found }
      return nil
    }
    #expect(try refusal("") == .empty)
    #expect(try refusal("clock_mhz\n") == .missingColumn("latency_ms"))
    #expect(
      try refusal("clock_mhz,latency_us\n")
        == .unknownColumn(
          "latency_us", known: DeviceMeasurement.columns + DeviceMeasurement.remarks))
    #expect(
      try refusal("clock_mhz,latency_ms,\n1,1,\n1,1,x\n") == .unnamedColumn(position: 3, line: 3))
    #expect(
      try refusal("clock_mhz,latency_ms,Latency (ms)\n") == .repeatedColumn("latency_ms"))
    #expect(
      try refusal("clock_mhz,latency_ms\n1\n") == .fieldCount(line: 2, found: 1, expected: 2))
    #expect(try refusal("clock_mhz,latency_ms\n1,\"2\n") == .openQuote(line: 2))
    let many = String(repeating: "1,1\n", count: DeviceTable.maximumRows + 1)
    #expect(
      try refusal("clock_mhz,latency_ms\n" + many)
        == .tooManyRows(allowed: DeviceTable.maximumRows))
    let wide = try #require(throws: DeviceInputError.self) {
      try DeviceMeasurement.read([0xFF, 0xFE, 0x61, 0x00]) { _ in nil }
    }
    #expect(wide == .table(.encoding))
  }

  @Test(
    "a table is read as a spreadsheet saved it, with the lines that it shows",
    arguments: [
      ("network;clock_mhz;latency_ms\r\nkws;120;80,5\r\n", 2),
      ("\u{FEFF}network\tclock_mhz\tlatency_ms\nkws\t120\t80.5\n", 2),
      ("sep=;\nnetwork;clock_mhz;latency_ms\nkws;120;80,5\n", 3),
      ("network,clock_mhz,latency_ms\rkws,120,80.5\r", 2),
      ("Network,Clock [MHz],Latency (ms)\nkws,120,80.5\n", 2),
      ("network,clock_mhz,latency_ms,\n\n,,,\nkws,120,80.5,\n", 4),
      ("network,clock_mhz,latency_ms,comment\nkws,120,\"80,5\",\"a; b\"\n", 2),
    ])
  func spreadsheets(text: String, line: Int) throws {
    let rows = try read(text)
    #expect(rows.count == 1)
    #expect(rows.first?.line == line)
    #expect(rows.first?.network == "kws")
    #expect(abs(try #require(rows.first).latency.milliseconds - 80.5) < 1e-9)
  }

  @Test(
    "a number that may be two, or is none, says what to write",
    arguments: [
      ("1,110", "1.110 or 1110"), ("1,110.5", "separators of thousands"),
      ("80 ms", "belongs to the name of the column"), ("1.110,5", "separators of thousands"),
    ])
  func numbers(text: String, words: String) throws {
    let error = try #require(throws: DeviceInputError.self) {
      try read("network;clock_mhz;latency_ms\nkws;120;\(text)\n")
    }
    #expect(error.description.contains("Line 2, latency_ms"))
    #expect(error.description.contains(words))
  }

  @Test("small commas are decimals: 0,110 is no thousand")
  func decimals() throws {
    let rows = try read("network;clock_mhz;latency_ms\nkws;120;0,110\n")
    #expect(abs(try #require(rows.first).latency.milliseconds - 0.11) < 1e-12)
  }

  @Test(
    "a quantity in another unit is refused with how to convert it, and not with a guess",
    arguments: [
      ("latency_us", "latency_ms, these numbers divided by 1000"),
      ("Latency [s]", "latency_ms, these numbers times 1000"),
      ("clock_hz", "clock_mhz, these numbers divided by 1000000"),
      ("energy_mJ", "energy_uj, these numbers times 1000"),
      ("latency", "latency_ms, the unit is part of the name"),
      ("latency_weeks", "latency_ms, the unit is part of the name"),
    ])
  func units(name: String, words: String) throws {
    let error = try #require(throws: DeviceInputError.self) { try read("network,\(name)\n") }
    #expect(error.description.contains("'\(name)'"))
    #expect(error.description.contains(words))
  }

  @Test(
    "operations are known as frameworks spell them", arguments: ["CONV_2D", "Conv2D", "conv2d"])
  func spellings(name: String) throws {
    let rows = try read(header + ",\(name),8×8X3,8x8x4,3x3,,SAME,120,3\n")
    #expect(rows.first?.work.first?.kind == .conv2d)
    #expect(rows.first?.work.first?.paddingTop == 1)
  }
}
