/// One stream of an HTTP/2 connection: a request as it comes, its answer as it goes.
final class HTTP2Stream {
  enum Phase: Equatable {
    case receiving
    /// The whole request is with its handler or the pool.
    case answering
    /// The answer is handed to the session, which sends it as flow control allows.
    case sending
    /// The answer is sent while the client still sends its body; what comes is forgotten.
    case lingering
  }

  private(set) var identifier: Int32
  var phase = Phase.receiving
  /// The client has sent all of it. (The session notes this only after it has called back.)
  var hasEnded = false
  /// The request once its head is whole.
  var request: HTTPRequest?
  var body: [UInt8] = []
  /// What is remembered until the answer is sent; nil before there is one.
  var exchange: Exchange?
  var status = HTTPStatus.ok
  /// The answer's body.
  var answer: [UInt8] = []
  /// Bytes of the answer's body that the session has taken.
  var sent = 0
  /// How the body that comes, or the answer that goes, gets on.
  var pace: Pace
  /// Since when a client sends behind its answer, and how much of that was dropped.
  var lingersSince: MonotonicTime
  var dropped = 0

  init(_ identifier: Int32, now: MonotonicTime, patience: Int64) {
    self.identifier = identifier
    pace = Pace(from: now, patience: patience)
    lingersSince = now
  }

  /// Begins anew as another stream: a connection's streams follow each other by the thousand.
  func begin(_ identifier: Int32, now: MonotonicTime, patience: Int64) {
    self.identifier = identifier
    pace = Pace(from: now, patience: patience)
    lingersSince = now
  }

  /// Forgets everything but what `begin` sets.
  func forget() {
    phase = .receiving
    hasEnded = false
    request = nil
    body = []
    exchange = nil
    answer = []
    sent = 0
    dropped = 0
  }

  var unsentCount: Int { answer.count - sent }
}
