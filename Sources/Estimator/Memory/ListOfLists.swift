/// Many short lists of integers in two arrays: what inner loops walk instead of `[[Int]]`.
struct ListOfLists: Sendable {
  private(set) var elements: [Int32] = []
  private var starts: [Int32] = [0]

  mutating func append(_ list: some Sequence<Int>) {
    for element in list { elements.append(Int32(element)) }
    starts.append(Int32(elements.count))
  }

  init(_ lists: some Sequence<[Int]>) {
    for list in lists { append(list) }
  }

  /// Where list `index` lies in `elements`.
  @inline(__always)
  func range(_ index: Int) -> Range<Int> { Int(starts[index])..<Int(starts[index + 1]) }

  @inline(__always)
  subscript(_ place: Int) -> Int { Int(elements[place]) }
}
