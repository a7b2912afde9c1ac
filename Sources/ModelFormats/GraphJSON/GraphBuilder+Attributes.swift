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
    guard let name = attributes.activation else { return .none }
    if let activation = Activation(jsonName: name) { return activation }
    let known = Activation.allCases.map(\.rawValue)
    throw failure(
      .attributeValue("activation", expected: "one of \(known.joined(separator: ", "))"),
      at: .attribute(index, "activation"), op: document.operations[index].name,
      among: (name.string, known))
  }

  func padding(_ attributes: GraphAttributes, _ index: Int) throws(ImportError) -> Padding {
    switch attributes.padding {
    case nil: return .valid
    case .name("valid"): return .valid
    case .name("same"): return .same
    case .amounts(let amounts) where amounts.count == 4:
      return .explicit(
        top: amounts[0], bottom: amounts[1], left: amounts[2], right: amounts[3])
    case .name(let name):
      throw refusePadding(
        "\"valid\", \"same\" or [top, bottom, left, right]", index,
        among: (name.string, ["valid", "same"]))
    case .amounts, .pairs:
      throw refusePadding("\"valid\", \"same\" or [top, bottom, left, right]", index)
    }
  }

  /// [before, after] for each axis; four numbers are those of an image's height and width.
  func padAmounts(_ attributes: GraphAttributes, _ index: Int) throws(ImportError) -> [[Int]] {
    switch attributes.padding {
    case .pairs(let pairs): return pairs
    case .amounts(let amounts) where amounts.count == 4:
      return [[0, 0], [amounts[0], amounts[1]], [amounts[2], amounts[3]], [0, 0]]
    case .amounts, .name, nil:
      throw refusePadding(
        "[before, after] for each axis, or [top, bottom, left, right]", index)
    }
  }

  private func refusePadding(
    _ expected: String, _ index: Int, among names: (wanted: String, known: [String])? = nil
  ) -> ImportError {
    failure(
      .attributeValue("padding", expected: expected), at: .attribute(index, "padding"),
      op: document.operations[index].name, among: names)
  }
}
