import Estimator
import HTTPCore
import JSON
import ModelFormats
import ProfileFiles

extension API {
  /// `GET /operators`: what graph JSON can say and which kernel libraries cost it, from the tables that
  /// the importer and the estimator themselves read.
  func operators(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    return .response(call.snapshot.operators.conditional(on: call.request))
  }
}

/// What `/operators` says.
enum OperatorDocument {
  static func response(_ profiles: ProfileSet) -> HTTPResponse {
    let libraries = librariesByOperator(profiles.libraries)
    return .json { writer in
      writer.object { writer in
        writer.origin(profiles)
        writer.array("operators") { writer in
          for entry in OperatorCatalog.entries {
            write(entry, libraries[entry.kind] ?? [], to: &writer)
          }
        }
      }
    }
  }

  /// The libraries with a kernel of their own for an operation, in the order of their ids. Those that
  /// reach one by their fallback are not listed again.
  private static func librariesByOperator(
    _ libraries: [KernelLibrary]
  ) -> [OperatorKind: [String]] {
    var result: [OperatorKind: [String]] = [:]
    for library in libraries {
      for kind in Set(library.rules.map(\.operation)) {
        result[kind, default: []].append(library.id)
      }
    }
    return result
  }

  private static func write(
    _ entry: OperatorEntry, _ libraries: [String], to writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("op", entry.kind.rawValue)
      writer.member("graph_json", entry.isExpressible)
      writer.object("inputs") { writer in
        writer.member("minimum", entry.inputs.lowerBound)
        let most = entry.inputs.upperBound
        writer.memberOrNull("maximum", most == .max ? nil : most)
      }
      writer.array("attributes") { writer in
        for attribute in entry.attributes { write(attribute, to: &writer) }
      }
      writer.member("note", entry.note)
      writer.member("kernel_libraries", libraries)
    }
  }

  private static func write(_ attribute: OperatorAttribute, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", attribute.name.text)
      writer.member("type", attribute.name.type.rawValue)
      writer.member("required", attribute.isRequired)
      writer.name("default")
      // Written as JSON in the table.
      if let standard = attribute.standard {
        writer.write(raw: Array(standard.utf8)[...])
      } else {
        writer.writeNull()
      }
      writer.member("note", attribute.note)
    }
  }
}
