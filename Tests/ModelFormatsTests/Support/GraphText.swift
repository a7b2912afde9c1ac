import Estimator
import Testing

@testable import ModelFormats

/// Graph JSON put together from parts, for tests of one thing each.
func graphText(
  input: String = #"{"name": "x", "shape": [1, 8, 8, 4]}"#, dtype: String? = nil,
  tensors: String? = nil, _ ops: String, outputs: String = #"["y"]"#
) -> String {
  var members = [#""format": "opmeter-graph/1""#]
  if let dtype { members.append(#""dtype": "\#(dtype)""#) }
  members.append(#""inputs": [\#(input)]"#)
  if let tensors { members.append(#""tensors": [\#(tensors)]"#) }
  members.append(#""ops": [\#(ops)]"#)
  members.append(#""outputs": \#(outputs)"#)
  return "{" + members.joined(separator: ", ") + "}"
}

/// An operation from `x` to `y`.
func opText(_ op: String, _ attributes: String = "", inputs: String = #"["x"]"#) -> String {
  let attributes = attributes.isEmpty ? "" : ", " + attributes
  return #"{"op": "\#(op)", "inputs": \#(inputs), "outputs": ["y"]\#(attributes)}"#
}

func importText(_ text: String) throws(ImportError) -> ImportedModel {
  try importModel(Array(text.utf8))
}

/// The error for a text that has to be refused.
func refusal(of text: String, _ location: SourceLocation = #_sourceLocation) -> ImportError? {
  do {
    _ = try importText(text)
    Issue.record("accepted: \(text)", sourceLocation: location)
    return nil
  } catch { return error }
}
