import Foundation
import HTTPCore
import Testing

@testable import Server

/// The contract, the routes and the binary say the same.
@Suite struct OpenAPITests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private let lines: [Substring]

  init() throws {
    let text = try String(contentsOf: Self.root.appending(path: "openapi.yaml"), encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// `RECORD_GOLDENS=1` writes the binary's copy anew and still fails, so that it is looked at.
  @Test("the binary carries the contract that lies in the project")
  func carriesContract() throws {
    let text = lines.joined(separator: "\n")
    let isSame = OpenAPIDocument.text == text
    #expect(isSame, "run with RECORD_GOLDENS=1")
    guard ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" else { return }
    let path = Self.root.appending(path: "Sources/Server/Service/OpenAPIDocument.swift")
    try Self.source(with: lines).write(to: path, atomically: true, encoding: .utf8)
    Issue.record("OpenAPIDocument.swift was written anew")
  }

  private static func source(with lines: [Substring]) -> String {
    let body = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    return """
      // Written by OpenAPITests from openapi.yaml; `RECORD_GOLDENS=1 swift test --filter OpenAPI`
      // writes it anew.

      /// The service's contract, `openapi.yaml` at the top of the project, as the binary carries it.
      enum OpenAPIDocument {
        static let text = ##\"""
      \(body)
          \"""##
      }

      """
  }

  @Test("paths and methods are those of the router's table")
  func listsRoutes() {
    var path = ""
    var found: Set<String> = []
    for line in section("paths:") {
      if line.hasPrefix("  /") { path = String(line.dropFirst(2).dropLast()) }
      for method in ["get", "post", "put", "delete", "patch"] where line == "    \(method):" {
        found.insert("\(method.uppercased()) \(path)")
      }
    }
    #expect(found == Set(API.routes.map { "\($0.method.rawValue) \($0.pattern)" }))
  }

  @Test("the parameters of /estimate are those that its query takes")
  func listsParameters() {
    let prefix = "        - $ref: \"#/components/parameters/"
    let estimate = section("paths:").drop { $0 != "  /estimate:" }.dropFirst()
      .prefix { !$0.hasPrefix("  /") }
    let found = estimate.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count).dropLast()) }
    #expect(found.sorted() == EstimateQuery.parameters.sorted())
    let names = lines.filter { $0.hasPrefix("      name: ") }.map { String($0.dropFirst(12)) }
    #expect(Set(names).isSuperset(of: EstimateQuery.parameters))
  }

  @Test("the types of problems are those of the code's table")
  func listsProblems() {
    let prefix = "            - urn:opmeter:problem:"
    let found = lines.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(14)) }
    #expect(found == ProblemType.allCases.map(\.uri))
  }

  @Test("the contract's version is the program's")
  func namesVersion() {
    #expect(lines.contains("  version: \(OpmeterVersion.current)"))
  }

  /// The lines of a top-level member.
  private func section(_ name: String) -> [Substring] {
    Array(lines.drop { $0 != name }.dropFirst().prefix { $0.isEmpty || $0.hasPrefix(" ") })
  }
}
