/// What a runtime's times were fitted to, and how far they are from it.
public struct Evidence: Hashable, Sendable {
  /// Whole networks that were timed on this device with this runtime, by name.
  public var networks: [String]
  /// Rows of single layers, or of all layers of one kind in a network.
  public var layers: Int
  /// Rows among both whose energy was metered.
  public var energies: Int
  /// Where the rows were published; the first few.
  public var sources: [String]
  /// Mean absolute relative error of the rows' times by this file's numbers.
  public var inSampleError: Double?
  /// The same with each row's network left out of the fit.
  public var leftOutError: Double?

  public init(
    networks: [String] = [], layers: Int = 0, energies: Int = 0, sources: [String] = [],
    inSampleError: Double? = nil, leftOutError: Double? = nil
  ) {
    self.networks = networks
    self.layers = layers
    self.energies = energies
    self.sources = sources
    self.inSampleError = inSampleError
    self.leftOutError = leftOutError
  }
}
