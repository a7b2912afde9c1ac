import Estimator

/// The attributes of one operation as they stand in the JSON, and which of them are there.
///
/// Nearly all fields are plain numbers, so that copying the attributes of an operation is cheap.
/// Values that must be one of some names are kept as that; what they said otherwise is read again
/// when the error is made.
struct GraphAttributes {
  enum PaddingValue {
    case valid, same
    case amounts(top: Int, bottom: Int, left: Int, right: Int)
    /// [before, after] for each axis, one after the other in `numbers`.
    case pairs
    /// Another name, or another number of integers.
    case unknown
  }

  /// A value that must be one of some names.
  enum Choice<Value> {
    case known(Value)
    case unknown
  }

  var present = AttributeSet()

  var filters = 0
  var kernel = Extent2D.one
  var stride = Extent2D.one
  var dilation = Extent2D.one
  var padding = PaddingValue.valid
  var groups = 1
  var multiplier = 1
  var units = 0
  var bias = true
  var activation = Choice<Activation>.known(.none)
  var axis = 0
  var keepsDimensions = false
  /// `parts`, `depth`, `count` or `block_size`: no operation has two of them.
  var number = 0
  var transposesFirst = false
  var transposesSecond = false
  var returnsSequence = false
  var timeMajor = false
  var rank = 1
  var memorySize = 0
  var projection = 0
  var vocabulary = 0
  var dataType: Choice<DataType>?
  /// `axes`, `shape`, `permutation`, `sizes`, `multiples`, `size` or pairs of padding: no operation
  /// has two of them.
  var numbers: [Int] = []
  var begin: [Int] = []
  /// `resource` or `code`.
  var text = ""
}
