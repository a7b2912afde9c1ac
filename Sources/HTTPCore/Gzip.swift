import CZlib

/// gzip (RFC 1952), by zlib.
public enum Gzip {
  /// `bytes` as one gzip member; the same bytes always give the same result.
  ///
  /// - Parameter level: 1 (fast) to 9 (small).
  public static func compress(_ bytes: [UInt8], level: Int = 9) -> [UInt8] {
    let stream = ZlibStream()
    let status = opmeter_deflate_init(stream.pointer, Int32(min(9, max(1, level))), 15 + 16)
    precondition(status == Z_OK, "zlib has memory for a deflate stream")
    defer { deflateEnd(stream.pointer) }
    let bound = Int(deflateBound(stream.pointer, UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      bytes.withUnsafeBufferPointer { input in
        stream.set(input: input, output: output)
        let status = deflate(stream.pointer, Z_FINISH)
        precondition(status == Z_STREAM_END, "deflateBound is enough for one call")
      }
      count = bound - Int(stream.pointer.pointee.avail_out)
    }
  }
}

/// Memory for a `z_stream`, which zlib wants to stay where it is.
struct ZlibStream: ~Copyable {
  let pointer = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  init() { pointer.initialize(to: z_stream()) }

  deinit { pointer.deallocate() }

  /// zlib counts in 32 bits: longer pieces are given in several calls.
  func set(input: UnsafeBufferPointer<UInt8>, output: UnsafeMutableBufferPointer<UInt8>) {
    // zlib's interface is not const-correct; it does not write to the input.
    pointer.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    pointer.pointee.avail_in = UInt32(clamping: input.count)
    pointer.pointee.next_out = output.baseAddress
    pointer.pointee.avail_out = UInt32(clamping: output.count)
  }
}
