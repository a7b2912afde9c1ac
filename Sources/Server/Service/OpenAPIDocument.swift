/// The service's contract, `openapi.yaml` at the top of the project, as the binary carries it.
///
/// A test holds the two together; `RECORD_GOLDENS=1 swift test --filter OpenAPI` rewrites this file.
enum OpenAPIDocument {
  static let text = ##"""
    openapi: 3.1.0

    """##
}
