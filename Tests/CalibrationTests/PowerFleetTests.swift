import Estimator
import Testing

@testable import Calibration

@Suite struct PowerFleetTests {
  private static let clock = Hertz(megahertz: 100)

  /// A network of 1 s that takes `milliwatts`.
  private func entry(
    _ device: String, _ milliwatts: Double, version: String = "v1", volts: Double? = 1.8,
    of kernelClass: KernelClass = .convolution, network: String = "a"
  ) -> DeviceSurvey.Entry {
    DeviceSurvey.Entry(
      measurement: DeviceMeasurement(
        line: 1, device: device, runtime: version, network: network, isWholeNetwork: true, work: [],
        clock: Self.clock, latency: Seconds(1), energy: Joules(milliwatts / 1e3),
        supplyVolts: volts),
      identity: DeviceFixture.identity(device, version: version),
      load: DeviceFixture.load([kernelClass: 1e6]), ownVariance: 0, isOpen: true,
      operationSpread: 0.06, libraryID: "")
  }

  private func milliwatts(
    _ fleet: PowerFleet, _ device: String, version: String = "v1", volts: Double? = 1.8,
    of kernelClass: KernelClass = .convolution
  ) throws -> Double {
    let power = try #require(
      fleet.estimate(DeviceFixture.identity(device, version: version), volts: volts))
    let factor = try #require(power.factors[kernelClass]).value
    return power.wattsPerHertz * factor * Self.clock.value * 1e3
  }

  @Test("a device with rows of its own follows them")
  func followsRows() throws {
    let fleet = PowerFleet([
      entry("a", 50), entry("a", 51, network: "b"), entry("b", 200), entry("b", 202, network: "b"),
    ])
    #expect(abs(try milliwatts(fleet, "a") / 50.5 - 1) < 0.02)
    #expect(abs(try milliwatts(fleet, "b") / 201 - 1) < 0.02)
  }

  @Test("a runtime without energies takes its board's, with a wider spread")
  func unseenRuntime() throws {
    let fleet = PowerFleet([entry("a", 50), entry("a", 51, network: "b"), entry("b", 200)])
    #expect(abs(try milliwatts(fleet, "a", version: "v2") / 50.5 - 1) < 0.05)
    let known = try #require(fleet.estimate(DeviceFixture.identity("a"), volts: 1.8))
    let new = try #require(
      fleet.estimate(DeviceFixture.identity("a", version: "v2"), volts: 1.8))
    #expect(new.spread > 1.5 * known.spread)
  }

  @Test("nothing is said of a device, or of a voltage, that nobody metered")
  func unmetered() {
    let fleet = PowerFleet([entry("a", 50)])
    #expect(fleet.estimate(DeviceFixture.identity("b"), volts: 1.8) == nil)
    #expect(fleet.estimate(DeviceFixture.identity("a"), volts: 3.3) == nil)
    #expect(PowerFleet([]).estimate(DeviceFixture.identity("a"), volts: 1.8) == nil)
  }

  @Test("3.306 and 3.310 V are one supply, and a supply that is not stated is one of its own")
  func voltages() {
    let fleet = PowerFleet([entry("a", 50, volts: 3.306), entry("b", 50, volts: nil)])
    #expect(fleet.estimate(DeviceFixture.identity("a"), volts: 3.31) != nil)
    #expect(fleet.estimate(DeviceFixture.identity("b"), volts: nil) != nil)
    #expect(fleet.estimate(DeviceFixture.identity("b"), volts: 3.3) == nil)
  }

  @Test("what a class takes more in a release on some boards it takes more on the next")
  func classesOfRelease() throws {
    var rows: [DeviceSurvey.Entry] = []
    for (device, level) in [("a", 50.0), ("b", 200), ("c", 20)] {
      rows.append(entry(device, level))
      if device != "c" {
        rows.append(entry(device, level * 0.9, of: .fullyConnected, network: "b"))
      }
    }
    let fleet = PowerFleet(rows)
    let connected = try milliwatts(fleet, "c", of: .fullyConnected)
    #expect(connected < 19.6)
    #expect(connected > 17.5)
  }

  @Test("one energy that is far off bends the others little")
  func robust() throws {
    let rows = ["a", "b", "c", "d"].map { entry("a", 50, network: $0) }
    let fleet = PowerFleet(rows + [entry("a", 33, network: "e")])
    #expect(abs(try milliwatts(fleet, "a") / 50 - 1) < 0.02)
  }

  @Test("the energy of a load is the sum over its classes")
  func energy() throws {
    let estimate = PowerFleet.Estimate(
      wattsPerHertz: 1e-9, spread: 0.05,
      factors: [.convolution: (1, 0), .fullyConnected: (0.5, 0)])
    var seconds = [Double](repeating: 0, count: KernelClass.allCases.count)
    seconds[KernelClass.convolution.slot] = 2
    seconds[KernelClass.fullyConnected.slot] = 4
    #expect(abs(estimate.energy(seconds, at: Self.clock).value - 0.4) < 1e-12)
  }
}
