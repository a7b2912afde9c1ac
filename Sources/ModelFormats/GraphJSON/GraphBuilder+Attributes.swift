import Estimator
import JSON

extension GraphBuilder {
  func convolution(_ attributes: GraphAttributes, _ index: Int, isSequence: Bool)
    throws(ImportError) -> Convolution
  {
    var kernel = attributes.kernel
    var stride = attributes.stride
    var dilation = attributes.dilation
    if isSequence {
      // A sequence is an image of height 1; one number was written for both extents.
      kernel.height = 1
      stride.height = 1
      dilation.height = 1
    }
    return Convolution(
      filters: attributes.filters, kernel: kernel, stride: stride, dilation: dilation,
      padding: try padding(attributes, index), groups: attributes.groups,
      activation: try activation(attributes, index))
  }

  func activation(_ attributes: GraphAttributes, _ index: Int) throws(ImportError) -> Activation {
    if case .known(let activation) = attributes.activation { return activation }
    let known = Activation.allCases.map(\.rawValue)
    throw refuse(
      .activation, index, expected: "one of \(known.joined(separator: ", "))", among: known)
  }

  func padding(_ attributes: GraphAttributes, _ index: Int) throws(ImportError) -> Padding {
    switch attributes.padding {
    case .valid: return .valid
    case .same: return .same
    case .amounts(let top, let bottom, let left, let right):
      return .explicit(top: top, bottom: bottom, left: left, right: right)
    case .pairs, .unknown:
      throw refuse(
        .padding, index, expected: "\"valid\", \"same\" or [top, bottom, left, right]",
        among: ["valid", "same"])
    }
  }

  /// [before, after] for each axis; four numbers are those of an image's height and width.
  func padAmounts(_ attributes: GraphAttributes, _ index: Int) throws(ImportError) -> [[Int]] {
    switch attributes.padding {
    case .pairs:
      let numbers = attributes.numbers
      return stride(from: 0, to: numbers.count, by: 2).map { [numbers[$0], numbers[$0 + 1]] }
    case .amounts(let top, let bottom, let left, let right):
      return [[0, 0], [top, bottom], [left, right], [0, 0]]
    case .valid, .same, .unknown:
      throw refuse(
        .padding, index, expected: "[before, after] for each axis, or [top, bottom, left, right]",
        among: [])
    }
  }

  /// The type that `dtype` names.
  func dataType(_ choice: GraphAttributes.Choice<DataType>, _ index: Int) throws(ImportError)
    -> DataType
  {
    if case .known(let type) = choice { return type }
    throw refuse(
      .dataType, index, expected: "a data type", among: DataType.allCases.map(\.rawValue))
  }

  /// The error for an attribute whose value is none of what it may be.
  func refuse(
    _ attribute: AttributeName, _ index: Int, expected: String, among known: [String]
  ) -> ImportError {
    let place = GraphPlace.attribute(index, attribute.text)
    return failure(
      .attributeValue(attribute.text, expected: expected), at: place,
      op: document.operations[index].name, among: (place.text(from: start) ?? "", known))
  }
}
