extension JSONWriter {
  /// Writes an object whose members `content` writes.
  @inlinable
  public mutating func object<Failure: Error>(
    _ content: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginObject()
    try content(&self)
    endObject()
  }

  /// Writes an array whose elements `content` writes.
  @inlinable
  public mutating func array<Failure: Error>(
    _ content: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginArray()
    try content(&self)
    endArray()
  }

  /// Writes a member that is an object.
  @inlinable
  public mutating func object<Failure: Error>(
    _ name: StaticString, _ content: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.name(name)
    try object(content)
  }

  /// Writes a member that is an array.
  @inlinable
  public mutating func array<Failure: Error>(
    _ name: StaticString, _ content: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.name(name)
    try array(content)
  }
}
