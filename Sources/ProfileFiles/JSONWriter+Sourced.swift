import Estimator
import JSON

/// What the writers of device and kernel files share.
extension JSONWriter {
  /// A number as people write it: whole ones without a fraction.
  mutating func write(number: Double) {
    if let integer = Int(exactly: number), abs(integer) < 1 << 53 {
      write(integer)
    } else {
      write(number)
    }
  }

  mutating func number(_ name: StaticString, _ value: Double) {
    self.name(name)
    write(number: value)
  }

  mutating func sourced(_ name: StaticString, _ number: Sourced<Double>) {
    sourced(name, number) { $0.write(number: $1) }
  }

  mutating func sourced<Value>(
    _ name: StaticString, _ number: Sourced<Value>, _ write: (inout JSONWriter, Value) -> Void
  ) {
    self.name(name)
    writeSourced(number, write)
  }

  mutating func writeSourced<Value>(
    _ number: Sourced<Value>, _ write: (inout JSONWriter, Value) -> Void
  ) {
    object { writer in
      writer.name("value")
      write(&writer, number.value)
      if number.spread != 0 { writer.number("spread", number.spread) }
      writer.member("source", number.source)
      writer.member("kind", number.kind.rawValue)
    }
  }
}
