import Estimator

extension DutyCycleEstimate {
  /// `0.21 mW`, or `at least 0.2 mW` where something is not in it.
  var averagePowerWords: String? {
    averagePower.map { (isComplete ? "" : "at least ") + Words.milliwatts($0.value) }
  }

  /// `4,764 h`, or `at most`.
  var batteryWords: String? {
    batteryHours.map { (isComplete ? "" : "at most ") + Words.hours($0.value) }
  }

  /// Names and words, in order.
  var facts: [(String, String)] {
    var facts = [("inferences", "\(Words.number(cycle.inferencesPerHour)) an hour")]
    if let activeFraction {
      facts.append(("active", "\(Words.number(activeFraction * 100)) % of the time"))
    }
    facts.append(
      (
        "sleep power",
        sleepPower.map { "\(Words.number($0.value.milliwatts * 1e3)) uW (\($0.source))" }
          ?? "unknown"
      ))
    if let averagePower, let words = averagePowerWords {
      facts.append(
        (
          "average power",
          "\(words) (90 %: \(Words.milliwatts(averagePower.low)) to "
            + "\(Words.milliwatts(averagePower.high)))"
        ))
    } else {
      facts.append(("average power", "unknown: \(reason ?? "nothing was measured")"))
    }
    if let battery = cycle.battery {
      let capacity = "\(Words.number(battery.value / 3.6)) mWh"
      if let batteryHours, let words = batteryWords {
        facts.append(
          (
            "battery",
            "\(capacity) last \(words) (90 %: \(Words.hours(batteryHours.low)) to "
              + "\(Words.hours(batteryHours.high)))"
          ))
      } else {
        facts.append(("battery", "\(capacity) last an unknown time"))
      }
    }
    return facts
  }
}

extension Words {
  /// Days from two on, years from two on.
  static func hours(_ value: Double) -> String {
    switch value {
    case ..<48: number(value) + " h"
    case ..<(2 * 365.25 * 24): number(value / 24) + " days"
    default: number(value / 24 / 365.25) + " years"
    }
  }

  /// `the whole board, idle included; measured at 3.3 V and 216 MHz`.
  static func coverage(_ power: Power) -> String {
    power.includes + "; at "
      + (power.supplyVolts.map { number($0) + " V and " } ?? "")
      + megahertz(power.clock.megahertz)
  }
}
