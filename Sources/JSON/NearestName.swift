/// The name in `known` that a mistyped `name` probably meant, or nil where none is near: at most a
/// third of its letters may differ. Equal distances go to the one listed first.
///
/// - Complexity: O(*k* · *m* · *n*) for *k* known names; names longer than 64 bytes are not compared,
///   so that a hostile name costs nothing.
public func nearestName(to name: String, among known: [String]) -> String? {
  let wanted = Array(name.lowercased().utf8.prefix(65))
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.lowercased().utf8.prefix(65))
    guard letters.count <= 64 else { continue }
    let distance = editDistance(wanted, letters)
    guard distance <= max(1, max(wanted.count, letters.count) / 3) else { continue }
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other
/// (the restricted Damerau-Levenshtein distance).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for i in left.indices {
    var current = [i + 1]
    current.reserveCapacity(right.count + 1)
    for j in right.indices {
      let replaced = previous[j] + (left[i] == right[j] ? 0 : 1)
      var least = min(replaced, min(previous[j + 1], current[j]) + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        least = min(least, beforePrevious[j - 1] + 1)
      }
      current.append(least)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[right.count]
}
