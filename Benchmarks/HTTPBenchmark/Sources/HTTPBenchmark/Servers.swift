import CAllocations
import Dispatch
import Foundation
import HTTPCore

/// The servers that are measured; each runs in a process of its own and prints its port.
enum Servers {
  static func serve(_ name: String) throws {
    switch name {
    case "core": try serveCore()
    case "bare": BareServer.serve()
    default: exit(2)
    }
  }

  /// HTTPCore with three routes: a small answer made at once, an echo, an echo by the compute pool.
  private static func serveCore() throws {
    var router = Router()
    let small = HTTPResponse(
      headers: ["content-type": "application/json"], body: Array("{\"status\":\"ok\"}".utf8))
    router.on(.get, "/healthz") { _, _ in .response(small) }
    router.on(.post, "/echo") { request, _ in .response(HTTPResponse(body: request.body)) }
    router.on(.post, "/compute") { request, _ in
      .compute(cost: request.body.count) { HTTPResponse(body: request.body) }
    }
    router.on(.get, "/allocations") { _, _ in .response(.text("\(allocations_so_far())")) }
    let server = HTTPServer(configuration: HTTPConfiguration(port: 0), router: router)
    announce(port: try server.start())
    withExtendedLifetime(server) { dispatchMain() }
  }

  static func announce(port: Int) {
    print(port)
    fflush(nil)
  }
}
