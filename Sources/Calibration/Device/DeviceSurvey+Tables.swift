import Estimator

/// Reads the tables that say what boards, runtimes and networks are.
extension DeviceSurvey {
  private static func table(
    _ bytes: [UInt8], _ name: String, columns: [String]
  ) throws(DeviceSurveyError) -> DeviceTable {
    do throws(DeviceTableError) {
      return try DeviceTable(bytes, needing: columns, known: columns)
    } catch {
      throw .table(name: name, error)
    }
  }

  static func boards(_ bytes: [UInt8]) throws(DeviceSurveyError) -> [String: Board] {
    let table = try table(
      bytes, "boards",
      columns: [
        "device", "core", "chip_family", "isa", "split_cycles", "cycles_per_line",
        "weight_byte_cycles", "weight_cache_bytes",
        "memory_source",
      ])
    var boards: [String: Board] = [:]
    for row in table.rows {
      do throws(DeviceMeasurementError) {
        let fields = DeviceFields(row: row)
        guard let isa = InstructionSet(rawValue: row["isa"]) else {
          throw fields.failure("isa", "the class '\(row["isa"])' is not known")
        }
        boards[row["device"]] = Board(
          device: row["device"], core: row["core"], chipFamily: row["chip_family"],
          instructionSet: isa,
          memory: DeviceMemory(
            weightByteCycles: try fields.number("weight_byte_cycles", in: 0...10_000),
            weightCacheBytes: try fields.optionalNumber("weight_cache_bytes", in: 1...1e9)
              .map { Int($0) },
            lineCycles: try fields.number("cycles_per_line", in: 0...1_000)),
          memorySource: row["memory_source"],
          splitCycles: try fields.number("split_cycles", in: 0...100))
      } catch {
        throw .row(name: "boards", error)
      }
    }
    return boards
  }

  static func builds(_ bytes: [UInt8]) throws(DeviceSurveyError) -> [String: Build] {
    let table = try table(
      bytes, "runtimes",
      columns: [
        "runtime", "vendor", "release", "dsp", "v6m", "v7m", "mve", "xtensa", "riscv",
        "optimisation",
        "operation_spread", "drops_dead_channels", "weight_bytes",
      ])
    var builds: [String: Build] = [:]
    for row in table.rows {
      do throws(DeviceMeasurementError) {
        builds[row["runtime"]] = try build(row)
      } catch {
        throw .row(name: "runtimes", error)
      }
    }
    return builds
  }

  private static func build(_ row: DeviceTable.Row) throws(DeviceMeasurementError) -> Build {
    var libraryIDs: [InstructionSet: String] = [:]
    for isa in [InstructionSet.dsp, .v6m, .v7m, .mve, .xtensa, .riscv]
    where !row[isa.rawValue].isEmpty {
      libraryIDs[isa] = row[isa.rawValue]
    }
    let fields = DeviceFields(row: row)
    return Build(
      runtime: row["runtime"], vendor: row["vendor"], release: row["release"],
      libraryIDs: libraryIDs, optimisation: row["optimisation"],
      operationSpread: try fields.number("operation_spread", in: 0...1),
      dropsDeadChannels: row["drops_dead_channels"] == "1",
      weightBytes: try fields.optionalNumber("weight_bytes", in: 0.1...8))
  }

  static func networks(_ bytes: [UInt8]) throws(DeviceSurveyError) -> [String: [Work]] {
    let table = try table(
      bytes, "operations",
      columns: ["network", "op", "dtype", "input", "output", "kernel", "stride", "padding"])
    var networks: [String: [Work]] = [:]
    for row in table.rows {
      do throws(DeviceMeasurementError) {
        networks[row["network"], default: []].append(try DeviceFields(row: row).operation())
      } catch {
        throw .row(name: "operations", error)
      }
    }
    return networks
  }
}
