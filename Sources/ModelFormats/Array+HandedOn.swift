extension Array {
  /// The array, which is empty from then on: a receiver that changes it need not copy it.
  mutating func handedOn() -> [Element] {
    var result: [Element] = []
    swap(&result, &self)
    return result
  }
}
