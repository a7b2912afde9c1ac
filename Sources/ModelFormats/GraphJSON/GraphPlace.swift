import JSON

/// A place in a graph JSON, by what stands there; its bytes are found again only when an error has
/// to name it, so that reading keeps no offsets.
enum GraphPlace: Hashable {
  case root
  case member(String)
  case input(Int)
  case tensor(Int)
  case output(Int)
  case operation(Int)
  case attribute(Int, String)
  case operationInput(Int, slot: Int)

  private var components: [JSONPath.Component] {
    switch self {
    case .root: []
    case .member(let name): [.member(name)]
    case .input(let index): [.member("inputs"), .element(index)]
    case .tensor(let index): [.member("tensors"), .element(index)]
    case .output(let index): [.member("outputs"), .element(index)]
    case .operation(let index): [.member("ops"), .element(index)]
    case .attribute(let index, let name):
      [.member("ops"), .element(index), .member(name)]
    case .operationInput(let index, let slot):
      [.member("ops"), .element(index), .member("inputs"), .element(slot)]
    }
  }

  /// The string that stands at the place, if one does.
  func text(from start: JSONReader) -> String? {
    var reader = start
    for component in components {
      guard (try? Self.step(&reader, to: component)) != nil else { return nil }
    }
    return try? reader.string()
  }

  /// The place's path and offset in the document; where the document does not have it (an attribute
  /// that is missing), those of the innermost thing that it has.
  ///
  /// - Complexity: O(*n*) in the graph's length.
  func located(from start: JSONReader) -> SourcePlace {
    var found = SourcePlace(path: start.path, byteOffset: start.valueOffset)
    var reader = start
    for component in components {
      guard let offset = try? Self.step(&reader, to: component) else { break }
      found.path.components.append(component)
      found.byteOffset = offset
    }
    return found
  }

  /// Moves into the container at hand, to one of its members or elements.
  private static func step(_ reader: inout JSONReader, to component: JSONPath.Component)
    throws(JSONError) -> Int?
  {
    switch component {
    case .member(let wanted):
      let wanted = JSONName(wanted)
      var members = try reader.object()
      while let name = try members.next(&reader) {
        if name == wanted { return reader.valueOffset }
      }
    case .element(let wanted):
      var elements = try reader.array()
      while try elements.next(&reader) {
        if elements.index == wanted { return reader.valueOffset }
      }
    }
    return nil
  }
}
