/// The open streams of a connection, found by number.
///
/// There are never more than `HTTPLimits.concurrentStreams`, so a look along a row of numbers costs less
/// than hashing one; and most looks are for the stream of the look before.
struct StreamTable {
  private var numbers: [Int32] = []
  private(set) var streams: [HTTP2Stream] = []
  /// The place of the last stream that was found.
  private var recent = 0
  /// Streams that have ended and whose memory the next ones use.
  private var spare: [HTTP2Stream] = []

  /// Ended streams that are kept; each is a few hundred bytes.
  private static let spareLimit = 4

  var isEmpty: Bool { numbers.isEmpty }

  mutating func find(_ number: Int32) -> HTTP2Stream? {
    if recent < numbers.count, numbers[recent] == number { return streams[recent] }
    guard let index = numbers.firstIndex(of: number) else { return nil }
    recent = index
    return streams[index]
  }

  mutating func open(_ number: Int32, now: MonotonicTime, patience: Int64) {
    let stream: HTTP2Stream
    if let used = spare.popLast() {
      used.begin(number, now: now, patience: patience)
      stream = used
    } else {
      stream = HTTP2Stream(number, now: now, patience: patience)
    }
    recent = numbers.count
    numbers.append(number)
    streams.append(stream)
  }

  /// Takes a stream out; the caller is done with it when it asks for the next one.
  mutating func remove(_ number: Int32) -> HTTP2Stream? {
    let isRecent = recent < numbers.count && numbers[recent] == number
    guard let index = isRecent ? recent : numbers.firstIndex(of: number) else { return nil }
    let stream = streams[index]
    let last = numbers.count - 1
    numbers[index] = numbers[last]
    streams[index] = streams[last]
    numbers.removeLast()
    streams.removeLast()
    return stream
  }

  /// Takes back what `remove` gave.
  mutating func reuse(_ stream: HTTP2Stream) {
    if spare.count < Self.spareLimit { spare.append(stream) }
  }

  mutating func removeAll() { self = StreamTable() }
}
