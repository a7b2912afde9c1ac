import Testing

@testable import Server

@Suite struct DebounceTests {
  private let start = ContinuousClock.now
  private let fresh = Debounce(quiet: .milliseconds(100), longest: .seconds(1))

  @Test("a lone event is acted on after the quiet time")
  func waitsForQuiet() {
    var debounce = fresh
    #expect(debounce.event(at: start) == start + .milliseconds(100))
  }

  @Test("each further event puts the action off")
  func putsOff() {
    var debounce = fresh
    _ = debounce.event(at: start)
    let second = start + .milliseconds(60)
    #expect(debounce.event(at: second) == second + .milliseconds(100))
  }

  @Test("a storm cannot put it off for longer than the longest wait")
  func actsInStorm() {
    var debounce = fresh
    var last = start
    for step in 0..<200 { last = debounce.event(at: start + .milliseconds(step * 5)) }
    #expect(last == start + .seconds(1))
    // Even an event that comes after that is acted on at once, not in the past.
    let late = start + .seconds(2)
    #expect(debounce.event(at: late) == late)
  }

  @Test("after the action the wait begins anew")
  func beginsAnew() {
    var debounce = fresh
    _ = debounce.event(at: start)
    debounce.acted()
    let later = start + .seconds(5)
    #expect(debounce.event(at: later) == later + .milliseconds(100))
  }
}

@Suite struct InotifyEventTests {
  @Test("events are read one after the other, names without their padding")
  func reads() {
    let first: [UInt8] =
      [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0] + Array("a.js\0\0\0\0".utf8)
    let second: [UInt8] = [255, 255, 255, 255, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let events = InotifyEvent.parse((first + second)[...])
    #expect(
      events == [
        InotifyEvent(watch: 1, mask: 2, name: "a.js"),
        InotifyEvent(watch: -1, mask: 0x4000, name: ""),
      ])
  }

  @Test("what is cut off is not read beyond its end")
  func survivesCuts() {
    let whole: [UInt8] =
      [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0] + Array("a.js\0\0\0\0".utf8)
    for length in whole.indices {
      #expect(InotifyEvent.parse(whole[..<length]).count == (length < 16 ? 0 : 1))
    }
  }
}
