extension JSONReader {
  /// An error about the value that was begun last, or about what stands at `offset`.
  ///
  /// Callers throw it for what they find wrong themselves:
  /// `throw reader.failure(.invalid("a stride is at least 1"))`. To speak later of an earlier value,
  /// keep its `valueOffset`.
  ///
  /// - Complexity: O(*offset*), for the path.
  @inline(never)
  public func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? valueOffset
    return JSONError(reason, byteOffset: offset, path: path(at: offset))
  }

  /// The path of the value, or of the member's name, that begins at `offset`.
  public func path(at offset: Int) -> JSONPath {
    JSONPath(at: offset, in: bytes)
  }

  /// The path of the value that was begun last.
  public var path: JSONPath { path(at: valueOffset) }

  /// The error for a member that the format does not know; `known` are the names it does.
  public func unknownMember(_ name: JSONName, known: [String]) -> JSONError {
    failure(.unknownMember(name.string, known: known), at: nameOffset)
  }

  /// The error for a member that the object read with `members` does not have.
  public func missingMember(_ name: String, of members: JSONMembers) -> JSONError {
    failure(.missingMember(name), at: members.offset)
  }

  /// The error for a value of another kind than `expected`, or for something that is no value.
  @inline(never)
  func mismatch(_ expected: JSONError.ExpectedType) -> JSONError {
    do {
      return failure(.wrongType(expected: expected, found: try kind), at: position)
    } catch {
      return error
    }
  }

  /// The error for a byte that the grammar does not allow at the reader's position.
  @inline(never)
  func unexpected(_ expected: JSONError.Expectation) -> JSONError {
    guard let byte else { return failure(.endOfInput(expected: expected), at: position) }
    return failure(.unexpectedByte(byte, expected: expected), at: position)
  }
}
