import Estimator
import JSON

// What the parts of a report are made of, with what must hold in each.
extension JSONReader {
  mutating func count() throws(JSONError) -> Int {
    let value = try int()
    guard value >= 0 else { throw failure(.invalid("\(value) is below zero")) }
    return value
  }

  /// Some counts of the object at hand; `nil` where it has none of that name.
  mutating func counts(_ names: [StaticString]) throws(JSONError) -> [Int?] {
    var found: [Int?] = names.map { _ in nil }
    var members = try object()
    while let name = try members.next(&self) {
      if let place = names.firstIndex(where: { name == $0 }), try !isNull() {
        found[place] = try count()
      }
    }
    return found
  }

  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>()
    throws(JSONError) -> Choice
  {
    let text = try string()
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      let nearest = nearestName(to: text, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw failure(
        .invalid(
          "expected one of \(known.joined(separator: ", ")), found "
            + "'\(VisibleText.of(text, limit: 60))'\(nearest)"))
    }
    return choice
  }

  mutating func interval() throws(JSONError) -> Interval? {
    if try isNull() { return nil }
    let offset = valueOffset
    var value: Double?
    var low: Double?
    var high: Double?
    var members = try object()
    while let name = try members.next(&self) {
      switch name {
      case "value": value = try double()
      case "low": low = try double()
      case "high": high = try double()
      default: try skip()
      }
    }
    guard let value else { throw missingMember("value", of: members) }
    guard let low else { throw missingMember("low", of: members) }
    guard let high else { throw missingMember("high", of: members) }
    guard 0 <= low, low <= value, value <= high else {
      throw failure(
        .invalid(
          "value \(value) is not between low \(low) and high \(high), or below zero: "
            + "the report was changed"), at: offset)
    }
    return Interval(value: value, low: low, high: high)
  }

  mutating func fit() throws(JSONError) -> Fit {
    let offset = valueOffset
    var available: Int?
    var needed: Int?
    var excess: Int?
    var fits: Bool?
    var members = try object()
    while let name = try members.next(&self) {
      switch name {
      case "available_bytes": available = try count()
      case "needed_bytes": needed = try count()
      case "excess_bytes": excess = try count()
      case "fits": fits = try bool()
      default: try skip()
      }
    }
    guard let available else { throw missingMember("available_bytes", of: members) }
    guard let needed else { throw missingMember("needed_bytes", of: members) }
    let fit = Fit(availableBytes: available, neededBytes: needed)
    guard excess ?? fit.excessBytes == fit.excessBytes, fits ?? fit.fits == fit.fits else {
      throw failure(
        .invalid("needed, available and excess bytes do not agree: the report was changed"),
        at: offset)
    }
    return fit
  }
}
