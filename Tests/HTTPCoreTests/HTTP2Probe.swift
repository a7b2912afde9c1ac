import Testing

/// Frames to send behind the preface, and what must come out of them.
struct HTTP2Probe: Sendable, CustomTestStringConvertible {
  enum Code: UInt32, Sendable {
    case none, protocolError, internalError, flowControl, settingsTimeout, streamClosed, frameSize
    case refused, cancel, compression, connect, calm
  }

  enum Expectation: Sendable {
    /// These answers, by stream, and the connection goes on.
    case answers([UInt32: Int])
    /// A PING sent behind the frames is answered: they did no harm.
    case alive
    /// GOAWAY with one of these codes, then the end.
    case connectionError([Code])
    /// RST_STREAM with one of these codes; the connection goes on.
    case streamError(UInt32, [Code])
    /// The end, with or without a word.
    case ended
  }

  let section: String
  let name: String
  let bytes: [UInt8]
  let expected: Expectation
  let settings: [UInt8]
  /// Whether a GET on stream 1 is answered, and the stream thereby closed, before the bytes are sent.
  let isBehindAnswer: Bool

  init(
    _ section: String, _ name: String, _ frames: [Frame], _ expected: Expectation,
    settings: [UInt8] = [], isBehindAnswer: Bool = false
  ) {
    self.init(
      section, name, bytes: frames.flatMap(\.bytes), expected, settings: settings,
      isBehindAnswer: isBehindAnswer)
  }

  init(
    _ section: String, _ name: String, bytes: [UInt8], _ expected: Expectation,
    settings: [UInt8] = [], isBehindAnswer: Bool = false
  ) {
    self.section = section
    self.name = name
    self.bytes = bytes
    self.expected = expected
    self.settings = settings
    self.isBehindAnswer = isBehindAnswer
  }

  var testDescription: String { "\(section): \(name)" }

  static var all: [HTTP2Probe] {
    frames + states + priorities + kinds + settingsRows + windows + messages + compression
      + exchanges + closedStates + representations + extensions
  }
}
