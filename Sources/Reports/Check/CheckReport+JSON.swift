import Estimator

extension CheckReport {
  func json() -> [UInt8] {
    var text = ByteText(reserving: 8_192)
    text.add(#"{"schema":"opmeter-check/1","version":"#)
    text.add(json: version)
    text.add(#","pass":"#)
    text.add(json: pass)
    text.add(",\n\"sentence\":")
    text.add(json: sentence)
    text.add(",\n\"failures\":")
    text.add(json: failures)
    text.add(",\n\"baseline\":")
    switch baseline {
    case .none: text.add("null")
    case .missing(let path):
      text.add(#"{"path":"#)
      text.add(json: path)
      text.add(#","found":false}"#)
    case .compared(let path):
      text.add(#"{"path":"#)
      text.add(json: path)
      text.add(#","found":true}"#)
    }
    text.add(#","gone":"#)
    text.add(json: gone)
    text.add(",\n\"checks\":")
    text.add(jsonLines: items) { text, item in
      text.add(#"{"path":"#)
      text.add(json: item.path)
      text.add(#","profile":"#)
      text.add(json: item.profile)
      text.add(#","pass":"#)
      text.add(json: item.pass)
      text.add(#","budgets":"#)
      text.add(jsonLines: item.budgets) { $0.add(json: $1) }
      text.add(#","diff":"#)
      if let diff = item.diff {
        text.add("{")
        text.add(members: diff)
        text.add("}")
      } else {
        text.add("null")
      }
      text.add("}")
    }
    text.add(",\n")
    text.add(reports: self)
    text.add("}\n")
    return text.bytes
  }
}
