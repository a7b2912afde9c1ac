internal import Estimator

/// Why a file of instruction counts cannot be used: always with the line, where there is one.
public enum CountsError: Error, Equatable {
  case empty
  /// The header names neither kernel counts nor operator counts.
  case unknownFormat(header: String)
  case missingColumn(String)
  case fieldCount(line: Int, expected: Int, found: Int)
  case number(line: Int, column: String, text: String)
  case negative(line: Int, column: String, text: String)
  case zeroInstructions(line: Int)
  case operation(line: Int, name: String)
  case dataType(line: Int, name: String)
  case shape(line: Int, column: String, text: String)
  case values(line: Int, name: String)
}

extension CountsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "The file is empty. Expected a header line and one line a count."
    case .unknownFormat(let header):
      """
      The header '\(header)' is of no known kind. Expected kernel counts (columns 'op', 'kernel', \
      'instructions', ...) or operator counts (columns 'model', 'op', 'in', 'out', ...).
      """
    case .missingColumn(let name): "Column '\(name)' is missing from the header."
    case .fieldCount(let line, let expected, let found):
      "Line \(line) has \(found) fields; the header has \(expected)."
    case .number(let line, let column, let text):
      "Line \(line), column '\(column)': '\(text)' is not a whole number."
    case .negative(let line, let column, let text):
      "Line \(line), column '\(column)': \(text) is negative."
    case .zeroInstructions(let line): "Line \(line): no instructions were counted."
    case .operation(let line, let name): "Line \(line): operation '\(name)' is not known."
    case .dataType(let line, let name): "Line \(line): data type '\(name)' is not known."
    case .shape(let line, let column, let text):
      "Line \(line), column '\(column)': '\(text)' is not a shape like '1x49x10x1'."
    case .values(let line, let name):
      """
      Line \(line), column 'values': '\(name)' is none of \
      \(InputValues.allCases.map(\.rawValue).joined(separator: ", ")).
      """
    }
  }
}
