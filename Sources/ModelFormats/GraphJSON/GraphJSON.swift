public import JSON

/// Reads the graph JSON that stands at the reader's position, in a document of its own or inside
/// another, and moves past it.
public func importGraph(_ reader: inout JSONReader, limits: ImportLimits = ImportLimits())
  throws(ImportError) -> ImportedModel
{
  let start = reader
  var document = GraphDocument(limits: limits)
  do { try document.read(&reader) } catch { throw .json(error) }
  var builder = GraphBuilder(document: consume document, start: start, limits: limits)
  return try builder.build()
}

/// Reads a document that is one graph JSON.
func importGraph(document bytes: [UInt8], limits: ImportLimits) throws(ImportError)
  -> ImportedModel
{
  var jsonLimits = JSONLimits()
  jsonLimits.inputBytes = limits.fileBytes
  let start: JSONReader
  var document = GraphDocument(limits: limits)
  do {
    var reader = try JSONReader(document: bytes, limits: jsonLimits)
    start = reader
    try document.read(&reader)
    try reader.finish()
  } catch { throw .json(error) }
  var builder = GraphBuilder(document: consume document, start: start, limits: limits)
  return try builder.build()
}
