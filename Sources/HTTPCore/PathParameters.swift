/// The values that a path gave to the `{names}` of its route's pattern, percent-decoded.
public struct PathParameters: Sendable, Equatable {
  var names: [String] = []
  var values: [String] = []

  public init() {}

  public subscript(name: String) -> String? {
    names.firstIndex(of: name).map { values[$0] }
  }
}
