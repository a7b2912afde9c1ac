import CZlib

/// Undoes gzip and deflate within a limit: what comes from outside may grow a thousandfold.
struct Inflation {
  enum Format: Sendable {
    /// RFC 1952: one member or several.
    case gzip
    /// RFC 1950, and the bare RFC 1951 that some clients send under the same name.
    case deflate
  }

  enum Failure: Error, Equatable {
    case malformed
    case tooLarge
  }

  /// Output is taken from zlib in pieces of this size, in bytes.
  private static let pieceSize = 64 << 10

  /// - Complexity: O(output), at most `limit` plus one piece of memory.
  static func inflate(
    _ bytes: [UInt8], _ format: Format, limit: Int
  ) throws(Failure) -> [UInt8] {
    let stream = ZlibStream()
    guard opmeter_inflate_init(stream.pointer, windowBits(format, bytes)) == Z_OK else {
      throw .malformed
    }
    defer { inflateEnd(stream.pointer) }
    var output: [UInt8] = []
    var consumed = 0
    while true {
      let status = next(stream, bytes, &consumed, &output)
      guard output.count <= limit else { throw .tooLarge }
      switch status {
      case Z_OK: continue
      case Z_STREAM_END where consumed == bytes.count:
        return output
      // Members may follow each other (RFC 1952 section 2.2); anything else behind the end is refused.
      case Z_STREAM_END where format == .gzip && inflateReset(stream.pointer) == Z_OK: continue
      default: throw .malformed
      }
    }
  }

  /// Inflates one piece; `Z_BUF_ERROR` when the input ended too early.
  private static func next(
    _ stream: borrowing ZlibStream, _ bytes: [UInt8], _ consumed: inout Int,
    _ output: inout [UInt8]
  ) -> Int32 {
    var status = Z_OK
    let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { space, count in
      bytes.withUnsafeBufferPointer { input in
        let rest = UnsafeBufferPointer(rebasing: input[consumed...])
        stream.set(input: rest, output: UnsafeMutableBufferPointer(rebasing: space[..<pieceSize]))
        let given = Int(stream.pointer.pointee.avail_in)
        status = CZlib.inflate(stream.pointer, Z_NO_FLUSH)
        consumed += given - Int(stream.pointer.pointee.avail_in)
      }
      count = pieceSize - Int(stream.pointer.pointee.avail_out)
    }
    output.append(contentsOf: piece)
    return status
  }

  private static func windowBits(_ format: Format, _ bytes: [UInt8]) -> Int32 {
    switch format {
    case .gzip: return 15 + 16
    case .deflate:
      // A zlib header names method 8 and is a multiple of 31 (RFC 1950 section 2.2).
      let isZlib =
        bytes.count >= 2 && bytes[0] & 0x0F == 8
        && (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31)
      return isZlib ? 15 : -15
    }
  }
}
