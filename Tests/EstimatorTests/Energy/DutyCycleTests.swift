import Testing

@testable import Estimator

@Suite struct DutyCycleTests {
  /// 100 ms and 2,000 uJ an inference, within a tenth each.
  private func estimate(sleep: Sourced<Watts>? = nil, energy: Bool = true) throws -> Estimate {
    var profile = try ProfileFixtures.profile()
    var device = profile.device
    device.sleepPower = sleep
    profile = Profile(
      device: device, runtime: profile.runtime, library: profile.library, digest: profile.digest)
    var result = try Estimator.estimate(GraphFixtures.smallNetwork(), on: profile)
    result.totals.latency = Interval(value: 100, low: 90, high: 110)
    result.totals.energy = energy ? Interval(value: 2_000, low: 1_800, high: 2_200) : nil
    result.totals.isComplete = true
    return result
  }

  private let sleep = Sourced(
    Watts(milliwatts: 0.01), spread: 0.2, source: "made up", kind: .datasheet)

  @Test("the average is what inferences take and what sleep takes for the rest of the time")
  func average() throws {
    let duty = try estimate(sleep: sleep).dutyCycle(
      DutyCycle(inferencesPerHour: 360, battery: Joules(3_600)))
    // One in ten seconds: 2 mJ / 10 s = 0.2 mW; asleep for 99 % of the time.
    #expect(abs(try #require(duty.activeFraction) - 0.01) < 1e-12)
    let power = try #require(duty.averagePower)
    #expect(abs(power.value - (0.2 + 0.0099)) < 1e-9)
    // 0.02 of the energy and 1.645 * 0.2 * 0.0099 of the sleep, at right angles.
    let reach = (0.02 * 0.02 + 0.003_257_1 * 0.003_257_1).squareRoot()
    #expect(abs(power.high - power.value - reach) < 1e-6)
    #expect(abs(power.value - power.low - reach) < 1e-6)
    // 3,600 J are 1,000 mWh.
    let hours = try #require(duty.batteryHours)
    #expect(abs(hours.value - 1_000 / 0.2099) < 1e-6)
    #expect(hours.low < hours.value && hours.value < hours.high)
    #expect(duty.isComplete && duty.reason == nil)
    #expect(duty.sleepPower?.source == "made up")
  }

  @Test("an unknown sleep power leaves a lower bound that says so")
  func unknownSleep() throws {
    let duty = try estimate().dutyCycle(DutyCycle(inferencesPerHour: 360))
    #expect(abs(try #require(duty.averagePower).value - 0.2) < 1e-9)
    #expect(!duty.isComplete)
    #expect(duty.leftOut[0].hasPrefix("Power between inferences"))
    #expect(duty.batteryHours == nil)
    #expect(!duty.leftOut.contains { $0.contains("battery's self-discharge") })
  }

  @Test("the sleep power that was asked for is taken in place of the device's")
  func askedSleep() throws {
    let duty = try estimate(sleep: sleep).dutyCycle(
      DutyCycle(inferencesPerHour: 360, sleepPower: Watts(milliwatts: 1)))
    #expect(abs(try #require(duty.averagePower).value - (0.2 + 0.99)) < 1e-9)
    #expect(duty.isComplete)
  }

  @Test("as many inferences as fill the hour are possible, more are not")
  func tooOften() throws {
    let estimate = try estimate(sleep: sleep)
    let full = estimate.dutyCycle(DutyCycle(inferencesPerHour: 36_000))
    #expect(abs(try #require(full.averagePower).value - 20) < 1e-9)
    let over = estimate.dutyCycle(DutyCycle(inferencesPerHour: 36_001, battery: Joules(1)))
    #expect(over.averagePower == nil && over.batteryHours == nil)
    #expect(try #require(over.reason).contains("at most 36000 an hour"))
  }

  @Test("without an energy there is a share of time, and a reason")
  func unknownEnergy() throws {
    let duty = try estimate(sleep: sleep, energy: false).dutyCycle(
      DutyCycle(inferencesPerHour: 360, battery: Joules(1)))
    #expect(duty.activeFraction != nil)
    #expect(duty.averagePower == nil && duty.batteryHours == nil && duty.reason != nil)
  }
}
