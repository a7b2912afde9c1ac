import Estimator

// The curves as a picture: MACs per output doubling from left to right, throughput upwards.
//
// Positions are sums, products and halvings alone, no logarithm of a library: the same bytes on every
// machine. Colours are those that remain apart for colour-blind readers (Okabe and Ito 2008), each
// line also carries its own dash and its name.
extension Curves {
  private static let left = 64.0
  private static let right = 490.0
  private static let top = 48.0
  private static let bottom = 340.0
  /// Doublings of MACs per output that the axis shows: 1 to 4096.
  private static let doublings = 12

  private static let styles: [(colour: StaticString, dash: StaticString)] = [
    ("#0072b2", "none"), ("#d55e00", "8 3"), ("#009e73", "2 3"), ("#cc79a7", "10 3 2 3"),
  ]

  func svg() -> [UInt8] {
    let drawn = curves.compactMap { curve -> (name: String, points: [(x: Double, y: Double)])? in
      let points = curve.points.compactMap { point -> (x: Double, y: Double)? in
        guard point.row.macs > 0, let rate = point.row.arithmeticOperationsPerSecond else {
          return nil
        }
        return (point.row.macsPerOutput, rate / 1e6)
      }
      return points.isEmpty ? nil : (curve.family.rawValue, points)
    }
    let step = Self.step(upTo: drawn.flatMap(\.points).map(\.y).max() ?? 1)
    var text = ByteText(reserving: 8_192)
    addHead(to: &text, drawn.isEmpty)
    addGrid(to: &text, step: step)
    for (index, curve) in drawn.enumerated() {
      addCurve(to: &text, curve.name, curve.points, step: step, index: index)
    }
    text.add("</svg>\n")
    return text.bytes
  }

  private func addHead(to text: inout ByteText, _ isEmpty: Bool) {
    text.add(
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img" "#)
    text.add("aria-labelledby=\"title desc\">\n<title id=\"title\">Throughput on ")
    text.add(xml: profile.id)
    text.add("</title>\n<desc id=\"desc\">")
    text.add(
      xml: isEmpty
        ? "Nothing is known about time on this profile."
        : "Million arithmetic operations per second against multiply-accumulates per output, one "
          + "line for each operation type. The numbers are in the JSON and CSV forms.")
    text.add("</desc>\n<style>svg{font:12px sans-serif;color:#222;background:#fff}")
    text.add("text{fill:currentColor}.grid{stroke:currentColor;stroke-opacity:.2}")
    text.add("@media(prefers-color-scheme:dark){svg{color:#eee;background:#181818}}</style>\n")
    text.add("<text x=\"64\" y=\"24\" font-size=\"15\">")
    text.add(xml: "\(profile.id), \(Words.megahertz(clock.megahertz))")
    text.add("</text>\n<text x=\"64\" y=\"40\">million arithmetic operations/s</text>\n")
    text.add("<text x=\"277\" y=\"380\" text-anchor=\"middle\">MACs per output</text>\n")
  }

  private func addGrid(to text: inout ByteText, step: Double) {
    for line in 0...Self.gridLines {
      let value = Double(line) * step
      let y = Self.y(value, step: step)
      text.addLine(from: (Self.left, y), to: (Self.right, y))
      text.addLabel(Words.number(value), at: (Self.left - 6, y + 4), anchor: "end")
    }
    for doubling in stride(from: 0, through: Self.doublings, by: 2) {
      let x = Self.x(Double(1 << doubling))
      text.addLine(from: (x, Self.top), to: (x, Self.bottom))
      text.addLabel("\(1 << doubling)", at: (x, Self.bottom + 16), anchor: "middle")
    }
  }

  private func addCurve(
    to text: inout ByteText, _ name: String, _ points: [(x: Double, y: Double)], step: Double,
    index: Int
  ) {
    let style = Self.styles[index % Self.styles.count]
    text.add("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
    text.add(style.colour)
    text.add("\" stroke-dasharray=\"")
    text.add(style.dash)
    text.add("\" points=\"")
    for (place, point) in points.enumerated() {
      if place > 0 { text.add(" ") }
      text.add(Self.x(point.x), digits: 5)
      text.add(",")
      text.add(Self.y(point.y, step: step), digits: 5)
    }
    text.add("\"/>\n")
    let y = Self.top + 20 * Double(index)
    text.add("<line stroke-width=\"2\" stroke=\"")
    text.add(style.colour)
    text.add("\" stroke-dasharray=\"")
    text.add(style.dash)
    text.add("\" x1=\"500\" x2=\"526\" y1=\"")
    text.add(y)
    text.add("\" y2=\"")
    text.add(y)
    text.add("\"/>\n")
    text.addLabel(name, at: (532, y + 4), anchor: "start")
  }

  private static let gridLines = 5

  /// A round distance of the grid lines: 1, 2 or 5 times a power of ten.
  static func step(upTo most: Double) -> Double {
    var power = 1e-6
    while power < 1e12 {
      for factor in [1.0, 2, 5] where factor * power * Double(gridLines) >= most {
        return factor * power
      }
      power *= 10
    }
    return power
  }

  /// Straight between powers of two, which is as near to a logarithm as a picture needs.
  private static func x(_ macsPerOutput: Double) -> Double {
    var rest = max(1, macsPerOutput)
    var doublings = 0.0
    while rest >= 2, doublings < Double(Self.doublings) {
      rest /= 2
      doublings += 1
    }
    let place = min(doublings + rest - 1, Double(Self.doublings))
    return left + (right - left) * place / Double(Self.doublings)
  }

  private static func y(_ value: Double, step: Double) -> Double {
    bottom - (bottom - top) * value / (step * Double(gridLines))
  }
}

extension ByteText {
  fileprivate mutating func addLine(from start: (Double, Double), to end: (Double, Double)) {
    add("<line class=\"grid\" x1=\"")
    add(start.0, digits: 5)
    add("\" y1=\"")
    add(start.1, digits: 5)
    add("\" x2=\"")
    add(end.0, digits: 5)
    add("\" y2=\"")
    add(end.1, digits: 5)
    add("\"/>\n")
  }

  fileprivate mutating func addLabel(
    _ label: String, at place: (Double, Double), anchor: StaticString
  ) {
    add("<text x=\"")
    add(place.0, digits: 5)
    add("\" y=\"")
    add(place.1, digits: 5)
    add("\" text-anchor=\"")
    add(anchor)
    add("\">")
    add(xml: label)
    add("</text>\n")
  }
}
