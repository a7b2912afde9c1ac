import Foundation
import JSON

func text(_ value: Double) -> String { String(format: "%8.1f", value) }

func show(_ title: String, _ comparison: Comparison) {
  let (ours, theirs) = (comparison.ours, comparison.theirs)
  print(
    title.padding(toLength: 22, withPad: " ", startingAt: 0),
    text(ours.fastest), text(ours.median), text(theirs.fastest), text(theirs.median),
    String(format: "%7.1fx", theirs.fastest / ours.fastest),
    String(format: "%7.1fx", theirs.median / ours.median))
}

let graph = GraphDocument.sample
let graphBytes = graph.json()
let graphData = Data(graphBytes)
let report = ReportRows.sample
let reportBytes = report.json()
let reportData = Data(reportBytes)
let decoder = JSONDecoder()
let encoder = JSONEncoder()
encoder.outputFormatting = .withoutEscapingSlashes

/// A speed is worth nothing if the two read or write different things.
func check(_ agrees: Bool) { precondition(agrees, "the parsers or writers disagree") }
check(try GraphDocument(json: graphBytes) == graph)
check(try decoder.decode(GraphDocument.self, from: graphData) == graph)
check(try GraphDocument(json: [UInt8](encoder.encode(graph))) == graph)
check(try ReportRows(json: reportBytes) == report)
check(try decoder.decode(ReportRows.self, from: reportData) == report)

print("graph JSON \(graphBytes.count) bytes, \(graph.ops.count) operations;", terminator: " ")
print("report rows \(reportBytes.count) bytes, \(report.ops.count) rows")
print("microseconds a call      ours: min   median  Foundation: min median   ratio: min median")
show(
  "parse graph",
  try Comparison(
    ours: { try GraphDocument(json: graphBytes).ops.count },
    theirs: { try decoder.decode(GraphDocument.self, from: graphData).ops.count }))
show(
  "write graph",
  try Comparison(
    ours: { graph.json().count },
    theirs: { try encoder.encode(graph).count }))
show(
  "parse report rows",
  try Comparison(
    ours: { try ReportRows(json: reportBytes).ops.count },
    theirs: { try decoder.decode(ReportRows.self, from: reportData).ops.count }))
show(
  "write report rows",
  try Comparison(
    ours: { report.json().count },
    theirs: { try encoder.encode(report).count }))
show(
  "graph to a tree",
  try Comparison(
    ours: { try JSONValue(document: graphBytes)["ops"] == nil ? 0 : 1 },
    theirs: { try JSONSerialization.jsonObject(with: graphData) is [String: Any] ? 1 : 0 }))
show(
  "check graph, no values",
  try Comparison(
    ours: {
      var reader = try JSONReader(document: graphBytes)
      return try reader.rawValue().count
    },
    theirs: { try JSONSerialization.jsonObject(with: graphData) is [String: Any] ? 1 : 0 }))
