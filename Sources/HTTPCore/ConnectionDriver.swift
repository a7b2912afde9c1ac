/// What a connection's bytes mean: one implementation for each protocol version.
protocol ConnectionDriver: AnyObject {
  /// Whether more bytes can be taken now; false is the back-pressure that the client feels.
  var wantsInput: Bool { get }
  func received(_ bytes: Span<UInt8>)
  /// The client closed its sending side.
  func receivedEnd()
  /// Everything written is sent: take up input that was put back; false if there is none.
  func continueWithInput() -> Bool
  /// An answer from the compute pool.
  func deliver(_ response: HTTPResponse, _ exchange: Exchange, stream: Int32)
  /// Time has passed; nothing waits to be written.
  func checkTime()
  /// Finish what runs, take nothing new.
  func drain()
  func connectionClosed()
}
