/// One array of a graph: an activation, a constant or a variable.
public struct Tensor: Hashable, Sendable {
  public enum Storage: Hashable, Sendable {
    /// Written by an operation or by the caller; lives in the arena.
    case activation
    /// Weights, biases and tables; lives in flash.
    case constant
    /// State between inferences; lives in RAM for good.
    case variable
  }

  public var name: String
  /// Extents, outermost first; `nil` when only the size in bytes is known.
  public var shape: [Int]?
  public var dataType: DataType
  public var storage: Storage
  /// Stated size; needed when there is no shape, checked against it when there is one.
  public var statedBytes: Int?
  /// Number of quantisation scales in the file: 0 when not quantised, 1 per tensor, else per channel.
  public var scaleCount: Int
  /// Where a memory plan in the file puts it in the arena; `nil` leaves that to the runtime.
  public var arenaOffset: Int?
  /// Set by the graph's check.
  public internal(set) var byteCount = 0
  /// Set by the graph's check; the number of bytes where there is no shape.
  public internal(set) var elementCount = 0

  public init(
    name: String, shape: [Int]?, dataType: DataType, storage: Storage = .activation,
    statedBytes: Int? = nil, scaleCount: Int = 0, arenaOffset: Int? = nil
  ) {
    self.name = name
    self.shape = shape
    self.dataType = dataType
    self.storage = storage
    self.statedBytes = statedBytes
    self.scaleCount = scaleCount
    self.arenaOffset = arenaOffset
  }
}
