import Estimator
import HTTPCore
import JSON
import ModelFormats

// Resources about the service itself.
extension API {
  /// Live: whoever reads this answer has reached a working process.
  func health(_ call: Call) -> HTTPReply { .response(Self.healthy) }

  private static let healthy = HTTPResponse(
    headers: ["content-type": "application/json", "cache-control": "no-store"],
    body: Array("{\"status\":\"ok\"}\n".utf8))

  /// Ready: wants requests. False before all else when the service is about to stop.
  func ready(_ call: Call) throws(Problem) -> HTTPReply {
    guard !readiness.isDraining else {
      throw Problem(.draining, "The service is about to stop.", headers: ["retry-after": "1"])
    }
    var response = HTTPResponse.json { writer in
      writer.object { writer in
        writer.member("status", "ready")
        writer.origin(call.snapshot)
      }
    }
    response.headers.append("cache-control", "no-store")
    return .response(response)
  }

  func metricsText(_ call: Call) -> HTTPReply {
    .response(
      HTTPResponse(
        headers: [
          "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store",
        ], body: Array(metrics().utf8)))
  }

  func version(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    return .response(
      .json { writer in
        writer.object { writer in
          writer.member("name", "opmeter")
          writer.origin(call.snapshot)
          writer.member("swift", OpmeterVersion.swift)
        }
      })
  }

  func contract(_ call: Call) throws(Problem) -> HTTPReply {
    _ = try QueryReader(call.request, known: [])
    return .response(Self.contract.conditional(on: call.request))
  }

  private static let contract = HTTPResponse(
    headers: ["content-type": "application/yaml"], body: Array(OpenAPIDocument.text.utf8)
  ).tagged("openapi").precompressed()

  func index(_ call: Call) -> HTTPReply {
    .response(
      .text(
        """
        opmeter \(OpmeterVersion.current): what one inference of a neural network costs on a \
        microcontroller.

        POST /estimate          a model (.tflite, .onnx or graph JSON) in, its cost out
          curl --data-binary @model.tflite 'http://HOST/estimate?profile=nucleo-f746zg'
        GET  /profiles          the boards
        GET  /operators         the operations that can be costed
        GET  /openapi.yaml      everything else

        """))
  }
}
