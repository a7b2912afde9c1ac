import Estimator
import JSON

/// The attributes of one operation as they stand in the JSON, and which of them are there.
struct GraphAttributes {
  enum PaddingValue {
    case name(JSONName)
    case amounts([Int])
    case pairs([[Int]])
  }

  var present = AttributeSet()

  var filters = 0
  var kernel = Extent2D.one
  /// Whether the kernel, stride or dilation were written as one number.
  var kernelIsNumber = false
  var stride = Extent2D.one
  var dilation = Extent2D.one
  var padding: PaddingValue?
  var groups = 1
  var multiplier = 1
  var units = 0
  var bias = true
  var activation: JSONName?
  var axis = 0
  var axes: [Int] = []
  var keepsDimensions = false
  /// `shape`, `permutation`, `sizes`, `multiples` or `size`: no operation has two of them.
  var numbers: [Int] = []
  var begin: [Int] = []
  /// `parts`, `depth`, `count` or `block_size`: no operation has two of them.
  var number = 0
  var transposesFirst = false
  var transposesSecond = false
  var returnsSequence = false
  var timeMajor = false
  var rank = 1
  var memorySize = 0
  var vocabulary = 0
  var dataType: JSONName?
  /// `resource` or `code`.
  var text = ""
}
