/// Buffers prepared for many attempts at placing them.
///
/// Time is reduced to the moments at which the set of living buffers is largest: whatever fits at those
/// fits at all others. Each buffer then spans a run of consecutive moments.
struct PlacementProblem: Sendable {
  let bytes: [Int]
  /// The moments at which each buffer lives.
  let moments: [Range<Int>]
  let momentCount: Int
  /// The planning times that each buffer lives for.
  let lifetimes: [Int]
  /// For each buffer, the others that live with it at some moment; nil if they are too many to list.
  let neighbours: ListOfLists?
  /// The most bytes alive at once.
  let load: Int
  /// All sizes are multiples of it, and so are the offsets worth trying.
  let unit: Int

  /// Pairs of neighbours past which only the simple planners are used.
  private static let mostNeighbours = 4_000_000

  init(_ buffers: [ArenaBuffer]) {
    bytes = buffers.map(\.bytes)
    lifetimes = buffers.map(\.lifetime.count)
    let moments = Self.largestMoments(buffers.map(\.lifetime))
    self.moments = moments.spans
    momentCount = moments.count
    load = loadBytes(of: buffers)
    unit = max(1, bytes.reduce(0, greatestCommonDivisor))
    neighbours = Self.neighbours(moments.spans, momentCount: moments.count)
  }

  /// Moments at which a begin is followed by an end, and the moments that each lifetime covers.
  private static func largestMoments(_ lifetimes: [Range<Int>]) -> (spans: [Range<Int>], count: Int)
  {
    let begins = lifetimes.map(\.lowerBound).sorted()
    let ends = lifetimes.map(\.upperBound).sorted()
    // The last begin before each end that has one since the end before it.
    var times: [Int] = []
    var begin = 0
    for end in ends {
      let before = begin
      while begin < begins.count, begins[begin] < end { begin += 1 }
      if begin > before { times.append(begins[begin - 1]) }
    }
    func count(below bound: Int) -> Int {
      var low = 0
      var high = times.count
      while low < high {
        let middle = (low + high) / 2
        if times[middle] < bound { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return (
      lifetimes.map { count(below: $0.lowerBound)..<count(below: $0.upperBound) }, times.count
    )
  }

  private static func neighbours(_ spans: [Range<Int>], momentCount: Int) -> ListOfLists? {
    var byFirst = [[Int]](repeating: [], count: momentCount)
    for (buffer, span) in spans.enumerated() { byFirst[span.lowerBound].append(buffer) }
    var lists = [[Int]](repeating: [], count: spans.count)
    var alive: [Int] = []
    var pairs = 0
    for moment in 0..<momentCount {
      alive.removeAll { spans[$0].upperBound <= moment }
      for buffer in byFirst[moment] {
        pairs += alive.count
        if pairs > mostNeighbours { return nil }
        for other in alive {
          lists[buffer].append(other)
          lists[other].append(buffer)
        }
        alive.append(buffer)
      }
    }
    return ListOfLists(lists)
  }
}

func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
  var (first, second) = (first, second)
  while second != 0 { (first, second) = (second, first % second) }
  return first
}

extension PlacementProblem {
  /// Places buffers one after the other into the lowest gap among their neighbours.
  func firstFit(_ order: [Int], neighbours: ListOfLists) -> [Int] {
    var offsets = [Int](repeating: -1, count: bytes.count)
    var taken: [(start: Int, end: Int)] = []
    for buffer in order {
      taken.removeAll(keepingCapacity: true)
      for place in neighbours.range(buffer) {
        let other = neighbours[place]
        if offsets[other] >= 0 { taken.append((offsets[other], offsets[other] + bytes[other])) }
      }
      taken.sort { $0.start < $1.start }
      var candidate = 0
      for gap in taken {
        if gap.start - candidate >= bytes[buffer] { break }
        candidate = max(candidate, gap.end)
      }
      offsets[buffer] = candidate
    }
    return offsets
  }

  /// The end of the highest buffer.
  func top(_ offsets: [Int]) -> Int {
    bytes.indices.reduce(0) { max($0, offsets[$1] + bytes[$1]) }
  }
}
