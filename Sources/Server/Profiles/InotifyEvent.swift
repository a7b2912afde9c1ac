import Glibc

/// One event as the kernel writes it (inotify(7)).
struct InotifyEvent: Equatable {
  /// -1 for what belongs to no watch: a queue that ran over.
  var watch: Int32
  var mask: UInt32
  /// The entry of the directory; empty for the directory itself.
  var name: String

  /// The events in `bytes`, which one read filled.
  ///
  /// Each is four 32-bit numbers (watch, mask, cookie, length of the name) and the name, padded with
  /// zeros.
  static func parse(_ bytes: ArraySlice<UInt8>) -> [InotifyEvent] {
    var events: [InotifyEvent] = []
    var rest = bytes
    while rest.count >= 16 {
      let numbers = rest.withUnsafeBytes { buffer in
        (0..<4).map { buffer.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) }
      }
      let end = rest.startIndex + 16 + min(Int(numbers[3]), rest.count - 16)
      let name = rest[(rest.startIndex + 16)..<end].prefix { $0 != 0 }
      events.append(
        InotifyEvent(
          watch: Int32(bitPattern: numbers[0]), mask: numbers[1],
          name: String(decoding: name, as: UTF8.self)))
      rest = rest[end...]
    }
    return events
  }
}

extension InotifyEvent {
  /// What a watched directory is asked to tell. Reading is not among it: we read ourselves.
  static let interests =
    UInt32(IN_CREATE) | UInt32(IN_MODIFY) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_ATTRIB)
    | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE) | UInt32(IN_DELETE_SELF)
    | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
}
