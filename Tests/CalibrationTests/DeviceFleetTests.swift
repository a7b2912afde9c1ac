import Estimator
import Testing

@testable import Calibration

/// Loads and identities with round numbers.
enum DeviceFixture {
  static func load(_ parts: [KernelClass: Double], fixed: Double = 0) -> DeviceLoad {
    var instructions = [Double](repeating: 0, count: DeviceLoad.slotCount)
    for (kernelClass, count) in parts { instructions[kernelClass.slot] = count }
    return DeviceLoad(instructions: instructions, fixedCycles: fixed)
  }

  static func identity(
    _ device: String, core: String = "m4", version: String = "v1",
    structure: DeviceIdentity.Structure = .counted
  ) -> DeviceIdentity {
    DeviceIdentity(
      device: device, core: core, chipFamily: device, vendor: "vendor", release: "release",
      version: version, structure: structure)
  }

  /// A device whose convolutions take `cpi` cycles an instruction, fully connected layers 1.5 times
  /// as many.
  static func observations(
    _ device: String, cpi: Double, core: String = "m4"
  ) -> [DeviceObservation] {
    let identity = identity(device, core: core)
    return [
      DeviceObservation(
        identity: identity, load: load([.convolution: 1e6]), cycles: 1e6 * cpi),
      DeviceObservation(
        identity: identity, load: load([.fullyConnected: 1e5], fixed: 500),
        cycles: 1.5e5 * cpi + 500),
      DeviceObservation(
        identity: identity, load: load([.convolution: 1e6, .fullyConnected: 1e6]),
        cycles: 2.5e6 * cpi),
    ]
  }
}

@Suite struct DeviceFleetTests {
  private let mixed = DeviceFixture.load([.convolution: 2e6, .fullyConnected: 1e6])

  @Test("a device with rows of its own follows them")
  func followsRows() {
    let fleet = DeviceFleet(
      DeviceFixture.observations("a", cpi: 1.4) + DeviceFixture.observations("b", cpi: 1.6))
    for (device, cpi) in [("a", 1.4), ("b", 1.6)] {
      let cycles = fleet.factors(for: DeviceFixture.identity(device)).cycles(of: mixed)
      #expect(abs(cycles.value / (3.5e6 * cpi) - 1) < 0.02)
      #expect(cycles.deviation < 0.05)
    }
  }

  @Test("a device without rows takes its kin's mean, with a wider spread")
  func unseenDevice() {
    let fleet = DeviceFleet(
      DeviceFixture.observations("a", cpi: 1.4) + DeviceFixture.observations("b", cpi: 1.6)
        + DeviceFixture.observations("c", cpi: 0.8, core: "m7"))
    let known = fleet.factors(for: DeviceFixture.identity("a")).cycles(of: mixed)
    let new = fleet.factors(for: DeviceFixture.identity("new")).cycles(of: mixed)
    #expect(abs(new.value / (3.5e6 * 1.5) - 1) < 0.08)
    #expect(new.deviation > 2 * known.deviation)
  }

  @Test("what was measured of a class on one device helps it on another")
  func sharesClasses() {
    let measured = DeviceFixture.observations("a", cpi: 1.4)
    let convolution = DeviceFixture.observations("b", cpi: 1.6).prefix(1)
    let fleet = DeviceFleet(measured + convolution)
    let connected = DeviceFixture.load([.fullyConnected: 1e6])
    let cycles = fleet.factors(for: DeviceFixture.identity("b")).cycles(of: connected)
    #expect(abs(cycles.value / (1.5e6 * 1.6) - 1) < 0.06)
  }

  @Test("a library of measured layers keeps its classes' ratio, an accelerator's its cycles")
  func measuredLibraries() {
    let fleet = DeviceFleet(
      DeviceFixture.observations("a", cpi: 1.4) + DeviceFixture.observations("b", cpi: 1.6))
    func cycles(_ structure: DeviceIdentity.Structure, _ kernelClass: KernelClass) -> Double {
      var identity = DeviceFixture.identity("new", version: "other", structure: structure)
      identity.vendor = "other"
      identity.release = "other"
      return fleet.factors(for: identity).cycles(of: DeviceFixture.load([kernelClass: 1])).value
    }
    #expect(cycles(.counted, .fullyConnected) > 1.1 * cycles(.counted, .convolution))
    #expect(cycles(.layers, .convolution) > 1.2)
    // The core's own classes stay: a tenth of what is learnt everywhere.
    #expect(abs(cycles(.layers, .fullyConnected) / cycles(.layers, .convolution) - 1) < 0.06)
    #expect(cycles(.accelerator, .convolution) == 1)
    #expect(cycles(.accelerator, .fullyConnected) == 1)
  }

  @Test("a layer that is far off bends the others little")
  func robust() {
    var rows = DeviceFixture.observations("a", cpi: 1.4)
    for index in rows.indices { rows[index].isLayer = true }
    var wrong = rows[0]
    wrong.cycles *= 3
    let bent = DeviceFleet(rows + rows + [wrong]).factors(for: DeviceFixture.identity("a"))
    #expect(abs(bent.cycles(of: mixed).value / (3.5e6 * 1.4) - 1) < 0.03)
  }

  @Test("the same rows give the same numbers, bit for bit")
  func deterministic() {
    let rows =
      DeviceFixture.observations("a", cpi: 1.4) + DeviceFixture.observations("b", cpi: 1.6)
    let identity = DeviceFixture.identity("a")
    #expect(
      DeviceFleet(rows).factors(for: identity) == DeviceFleet(rows).factors(for: identity))
  }

  @Test("the timing of a device file gives the cycles that the fit gave")
  func timingAgrees() {
    let fleet = DeviceFleet(DeviceFixture.observations("a", cpi: 1.4))
    let factors = fleet.factors(for: DeviceFixture.identity("a"))
    let timing = factors.timing(
      at: Hertz(megahertz: 100), scaling: .proportional, splitCycles: nil,
      provenance: .init(source: "a test", kind: .fitted), operationSpread: 0.05, measured: [])
    let convolution =
      timing.cyclesPerInstruction.value * (timing.classFactors[.convolution]?.value ?? 0)
    let cycles = factors.cycles(of: DeviceFixture.load([.convolution: 1])).value
    #expect(abs(convolution / cycles - 1) < 1e-3)
  }

  @Test("cycles of memory begin at the manual's and go where measurements are")
  func memory() throws {
    var identity = DeviceFixture.identity("a")
    identity.memory = DeviceMemory(weightByteCycles: 10, weightCacheBytes: 4_096, lineCycles: 0)
    var streaming = DeviceFixture.load([.fullyConnected: 1e5])
    streaming.instructions[DeviceLoad.weightSlot] = 1e5
    let rows = [
      DeviceObservation(
        identity: identity, load: DeviceFixture.load([.convolution: 1e6]), cycles: 1e6),
      DeviceObservation(identity: identity, load: streaming, cycles: 1.4e6),
    ]
    let unmeasured = DeviceFleet([rows[0]]).factors(for: identity)
    let measured = DeviceFleet(rows).factors(for: identity)
    func timing(_ factors: DeviceFactors) -> Timing {
      factors.timing(
        at: Hertz(megahertz: 100), scaling: .proportional, splitCycles: nil,
        memory: identity.memory, provenance: .init(source: "a test", kind: .fitted),
        operationSpread: 0.05, measured: [])
    }
    let before = try #require(timing(unmeasured).weightByteCycles)
    let after = try #require(timing(measured).weightByteCycles)
    #expect(before.value == 10)
    #expect(after.value > 11 && after.value < 14)
    #expect(after.spread < before.spread)
    #expect(timing(measured).weightCacheBytes == 4_096)
    #expect(timing(measured).lineCycles == nil)
    // The file gives back what was written.
    let cycles = DeviceFactors(timing(measured)).cycles(of: streaming).value
    #expect(abs(cycles / measured.cycles(of: streaming).value - 1) < 0.01)
  }

  @Test("a factored matrix solves its equations")
  func cholesky() throws {
    let matrix: [Double] = [4, 2, 0, 2, 5, 1, 0, 1, 3]
    let factor = try #require(CholeskyFactor(matrix, size: 3))
    let x = factor.solve([2, 4, 7])
    for row in 0..<3 {
      let sum = (0..<3).reduce(0.0) { $0 + matrix[row * 3 + $1] * x[$1] }
      #expect(abs(sum - [2.0, 4, 7][row]) < 1e-12)
    }
    #expect(CholeskyFactor([1, 2, 2, 1], size: 2) == nil)
  }
}
