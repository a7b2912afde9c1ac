import CNghttp2

/// What the session calls: C functions that find their driver in the user data.
///
/// The driver owns the session and outlives it, and everything runs on the connection's loop. Each returns
/// 0; an answer that is an error is submitted to the session as any other.
enum HTTP2Callbacks {
  static func install(on callbacks: OpaquePointer?) {
    nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks) { _, header, user in
      guard let header, header.pointee.type == UInt8(NGHTTP2_HEADERS.rawValue) else { return 0 }
      HTTP2Callbacks.owner(of: user)?.checkOrder(ofHeadersOn: header.pointee.stream_id)
      return 0
    }
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, user in
      guard let frame, let driver = HTTP2Callbacks.owner(of: user) else { return 0 }
      driver.headersSince = driver.connection.now
      if frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST {
        driver.openStream(frame.pointee.hd.stream_id)
      }
      return 0
    }
    nghttp2_session_callbacks_set_on_header_callback(callbacks) {
      _, frame, name, nameLength, value, valueLength, _, user in
      guard let frame, frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST else { return 0 }
      HTTP2Callbacks.owner(of: user)?.received(
        name: UnsafeBufferPointer(start: name, count: nameLength),
        value: UnsafeBufferPointer(start: value, count: valueLength))
      return 0
    }
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
      guard let frame, let driver = HTTP2Callbacks.owner(of: user) else { return 0 }
      driver.received(frame.pointee)
      return 0
    }
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
      _, _, identifier, bytes, count, user in
      guard let driver = HTTP2Callbacks.owner(of: user), let stream = driver.stream(identifier)
      else { return 0 }
      driver.received(UnsafeBufferPointer(start: bytes, count: count), on: stream)
      return 0
    }
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, identifier, _, user in
      HTTP2Callbacks.owner(of: user)?.closeStream(identifier)
      return 0
    }
  }

  /// Copies the next piece of an answer's body into the session's frame.
  static let readBody: nghttp2_data_source_read_callback = {
    _, identifier, space, length, flags, _, user in
    guard let driver = HTTP2Callbacks.owner(of: user), let stream = driver.stream(identifier),
      let space, let flags
    else { return ssize_t(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue) }
    return driver.read(from: stream, into: space, length, flags)
  }

  private static func owner(of user: UnsafeMutableRawPointer?) -> HTTP2Driver? {
    user.map { Unmanaged<HTTP2Driver>.fromOpaque($0).takeUnretainedValue() }
  }
}
