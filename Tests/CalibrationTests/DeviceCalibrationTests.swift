import Estimator
import Testing

@testable import Calibration

@Suite struct DeviceCalibrationTests {
  /// One instruction a MAC for convolutions and for fully connected layers.
  private func library() throws -> KernelLibrary {
    func kernel(_ name: String, _ kernelClass: KernelClass) throws -> Kernel {
      Kernel(
        name: name, kernelClass: kernelClass, terms: [try #require(CostTerm(1, [.macs]))])
    }
    return try KernelLibrary(
      id: "test.dsp", name: "test", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "made up",
      rules: [
        DispatchRule(operation: .conv2d, kernel: "conv"),
        DispatchRule(operation: .fullyConnected, kernel: "fc"),
      ],
      kernels: [try kernel("conv", .convolution), try kernel("fc", .fullyConnected)])
  }

  private var prior: DeviceFactors {
    DeviceFleet(
      DeviceFixture.observations("a", cpi: 1.4) + DeviceFixture.observations("b", cpi: 1.6)
    ).factors(for: DeviceFixture.identity("new"))
  }

  /// At 100 MHz a MAC of `cycles` cycles.
  private func row(
    _ line: Int, _ kind: OperatorKind, macs: Int, cycles: Double, energy: Double? = nil
  ) -> DeviceMeasurement {
    var work = Work(kind: kind, dataType: .int8)
    work.outputElements = macs
    work.outputChannels = macs
    return DeviceMeasurement(
      line: line, runtime: "test", network: "", isWholeNetwork: false, work: [work],
      clock: Hertz(megahertz: 100), latency: Seconds(Double(macs) * cycles / 1e8),
      energy: energy.map { Joules($0) })
  }

  private func calibrate(_ rows: [DeviceMeasurement]) throws -> DeviceCalibration {
    try calibrateDevice(rows, on: try library(), prior: prior, splitCycles: 0)
  }

  private func cycles(_ factors: DeviceFactors, _ kernelClass: KernelClass) -> Double {
    factors.cycles(of: DeviceFixture.load([kernelClass: 1])).value
  }

  @Test("one measured network already helps, and says that it is alone")
  func oneRow() throws {
    let result = try calibrate([row(2, .conv2d, macs: 1_000_000, cycles: 1.8)])
    #expect(abs(cycles(result.factors, .convolution) / 1.8 - 1) < 0.05)
    // Fully connected layers were not measured: they move with the device, and keep their doubt.
    let before = prior.cycles(of: DeviceFixture.load([.fullyConnected: 1]))
    let after = result.factors.cycles(of: DeviceFixture.load([.fullyConnected: 1]))
    #expect(after.value > 1.05 * before.value)
    #expect(after.deviation < before.deviation)
    #expect(result.doubts.contains(.singleRow))
    #expect(!result.isTrustworthy)
    #expect(result.leaveOneOutError == nil)
  }

  @Test("a row weighs as much as its own operations are known")
  func ownVariance() {
    func moved(_ ownVariance: Double) -> Double {
      let load = DeviceFixture.load([.convolution: 1e6])
      let posterior = DevicePosterior(
        [.init(load: load, cycles: 1.8e6, ownVariance: ownVariance)], prior: prior)
      return posterior.factors.cycles(of: load).value / prior.cycles(of: load).value - 1
    }
    #expect(moved(0) > 0.1)
    #expect(moved(0.2 * 0.2) < 0.8 * moved(0))
    #expect(moved(0.2 * 0.2) > 0)
  }

  @Test("rows that agree are trusted, with the error of each left out")
  func agreeingRows() throws {
    let result = try calibrate([
      row(2, .conv2d, macs: 1_000_000, cycles: 1.5),
      row(3, .conv2d, macs: 2_000_000, cycles: 1.52),
      row(4, .fullyConnected, macs: 300_000, cycles: 2.2),
      row(5, .fullyConnected, macs: 100_000, cycles: 2.25),
    ])
    #expect(result.isTrustworthy)
    #expect(try #require(result.leaveOneOutError) < 0.05)
    #expect(abs(cycles(result.factors, .convolution) / 1.51 - 1) < 0.03)
    #expect(result.measuredClasses == [.convolution, .fullyConnected])
    #expect(result.rows.allSatisfy { !$0.isOutlier })
  }

  @Test("rows that contradict each other are named instead of averaged in silence")
  func contradiction() throws {
    let result = try calibrate([
      row(2, .conv2d, macs: 1_000_000, cycles: 1.5), row(3, .conv2d, macs: 900_000, cycles: 1.5),
      row(4, .conv2d, macs: 1_100_000, cycles: 1.5),
      row(5, .fullyConnected, macs: 100_000, cycles: 2.2),
      row(6, .conv2d, macs: 1_000_000, cycles: 9),
    ])
    #expect(result.doubts.contains(.contradictory(lines: [6])))
    #expect(abs(cycles(result.factors, .convolution) / 1.5 - 1) < 0.1)
  }

  @Test("a wrong unit shows as a device that cannot be")
  func wrongUnit() throws {
    let result = try calibrate([
      row(2, .conv2d, macs: 1_000_000, cycles: 1_500),
      row(3, .fullyConnected, macs: 1_000_000, cycles: 2_250),
    ])
    #expect(!result.isTrustworthy)
    guard
      case .unlikely(let factor)? = result.doubts.first(where: {
        if case .unlikely = $0 { true } else { false }
      })
    else {
      Issue.record("\(result.doubts)")
      return
    }
    #expect((300...3_000).contains(factor))
    // They agree with each other: none of them is the odd one.
    #expect(!result.doubts.contains(.contradictory(lines: [2, 3])))
  }

  @Test("energies that differ by more than twice are named, and the power is no measured one")
  func contradictoryEnergies() throws {
    let result = try calibrate([
      row(2, .conv2d, macs: 1_000_000, cycles: 1.5, energy: 0.015 * 0.05),
      row(3, .conv2d, macs: 1_100_000, cycles: 1.5, energy: 0.0165 * 0.051),
      row(4, .fullyConnected, macs: 1_000_000, cycles: 2.2, energy: 0.022 * 50),
    ])
    #expect(result.doubts.contains(.contradictoryEnergies(lines: [4])))
    #expect(result.isContradicted)
  }

  @Test("the class to measure next is the one that is least known")
  func advice() throws {
    let rows = (0..<4).map { row($0 + 2, .conv2d, macs: 1_000_000 + $0, cycles: 1.5) }
    let result = try calibrate(rows)
    #expect(result.advice.first?.kernelClass != .convolution)
    #expect(abs(result.advice.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    #expect(result.doubts.contains(.oneClassOnly(.convolution)))
  }

  @Test("whole networks are no single kind of layer, whatever takes most of their time")
  func wholeNetworks() throws {
    func network(_ line: Int, _ name: String, cycles: Double) -> DeviceMeasurement {
      var whole = row(line, .conv2d, macs: 1_000_000, cycles: cycles)
      whole.isWholeNetwork = true
      whole.network = name
      return whole
    }
    let one = try calibrate([network(2, "kws", cycles: 1.5), network(3, "kws", cycles: 1.51)])
    #expect(one.doubts == [.oneNetworkOnly("kws")])
    let two = try calibrate([network(2, "kws", cycles: 1.5), network(3, "vww", cycles: 1.51)])
    #expect(two.isTrustworthy)
  }

  @Test("energies give the power, with their spread")
  func power() throws {
    let result = try calibrate([
      row(2, .conv2d, macs: 1_000_000, cycles: 1.5, energy: 0.015 * 0.05),
      row(3, .fullyConnected, macs: 1_000_000, cycles: 2.2, energy: 0.022 * 0.05),
    ])
    let power = try #require(result.power)
    #expect(abs(power.active.milliwatts - 50) < 1e-6)
    #expect(power.spread >= 0.03)
  }

  @Test("nothing to calibrate is an error, and so is what the library does not serve")
  func refusals() throws {
    #expect(throws: DeviceCalibrationError.noRows) { try calibrate([]) }
    #expect(throws: DeviceCalibrationError.notServed(line: 7)) {
      try calibrate([row(7, .lstm, macs: 10, cycles: 1)])
    }
  }
}
