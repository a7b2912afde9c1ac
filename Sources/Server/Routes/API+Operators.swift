import Estimator
import HTTPCore
import JSON

extension API {
  /// `GET /operators`: what can be costed, from the code's own table.
  func operators(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    return .response(
      .json { writer in
        writer.object { writer in
          writer.origin(call.snapshot)
          writer.array("operators") { writer in
            for kind in OperatorKind.allCases {
              writer.object { $0.member("op", kind.rawValue) }
            }
          }
        }
      })
  }
}
