import Testing

@testable import JSON

/// The reader against the plain grammar, over whole small worlds.
@Suite(.timeLimit(.minutes(20))) struct GrammarTests {
  @Test("every text of up to four of these characters is judged as the grammar does")
  func allShortTexts() {
    let alphabet = Array("{}[],:\"1 0-.eEt\\+u")
    var wrong: [String] = []
    var accepted = 0
    var texts = [""]
    for _ in 1...4 {
      texts = texts.flatMap { text in alphabet.map { text + String($0) } }
      for text in texts {
        let isAccepted = errorOfReading(text) == nil
        accepted += isAccepted ? 1 : 0
        if isAccepted != StrictRecogniser.accepts(text) { wrong.append(text) }
      }
    }
    #expect(wrong == [])
    #expect(accepted > 100)
  }

  @Test("every arrangement of up to five tokens is judged as the grammar does")
  func allShortTokenRows() {
    let tokens = ["{", "}", "[", "]", ",", ":", "\"a\"", "1"]
    var wrong: [String] = []
    var rows = [""]
    for _ in 1...5 {
      rows = rows.flatMap { row in tokens.map { row + $0 } }
      for row in rows where (errorOfReading(row) == nil) != StrictRecogniser.accepts(row) {
        wrong.append(row)
      }
    }
    #expect(wrong == [])
  }

  @Test("every prefix of a document is refused, its whole accepted")
  func everyPrefix() {
    let bytes = [UInt8](sampleDocument)
    #expect(errorOfReading(bytes) == nil)
    for end in bytes.indices {
      let error = errorOfReading([UInt8](bytes[..<end]))
      #expect(error != nil, "the first \(end) bytes")
      #expect((error?.byteOffset ?? 0) <= end)
    }
  }

  @Test("numbers cut anywhere are judged as the grammar does")
  func everyNumberPrefix() {
    for number in ["-12.50e+07", "0.1E-3", "-0.0", "123456789012345678901234567890"] {
      for end in number.indices {
        let text = String(number[..<end])
        #expect((errorOfReading(text) == nil) == StrictRecogniser.accepts(text), "\(text)")
      }
    }
  }

  @Test("a document with bytes changed at random is judged as the grammar does, without a trap")
  func mutations() {
    var generator = SeededGenerator(seed: 1)
    let original = [UInt8](sampleDocument).filter { $0 < 0x80 }
    let replacements = [UInt8](#"{}[],:"\0123456789eE+-. tfnu"#)
    var wrong: [String] = []
    var accepted = 0
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: bytes.indices, using: &generator)
        switch UInt8.random(in: 0...3, using: &generator) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(bytes[index], at: index)
        default:
          bytes[index] = replacements.randomElement(using: &generator) ?? 0
        }
      }
      let error = errorOfReading(bytes)
      accepted += error == nil ? 1 : 0
      // The grammar knows nothing of surrogates and ranges.
      if error?.isBeyondGrammar == true { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      if (error == nil) != StrictRecogniser.accepts(text) { wrong.append(text) }
    }
    #expect(wrong == [])
    #expect(accepted > 100)
  }

  @Test("bytes changed to any value never trap, and errors stay inside the input")
  func arbitraryBytes() {
    var generator = SeededGenerator(seed: 2)
    let original = [UInt8](sampleDocument)
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: bytes.indices, using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      bytes.removeLast(Int.random(in: 0...3, using: &generator))
      guard let error = errorOfReading(bytes) else { continue }
      #expect((0...bytes.count).contains(error.byteOffset))
      #expect(!error.description.isEmpty)
    }
  }

  @Test("skipping accepts and refuses exactly what reading does")
  func skippingChecks() {
    var generator = SeededGenerator(seed: 3)
    let original = [UInt8](sampleDocument)
    for _ in 0..<2000 {
      var bytes = original
      let index = Int.random(in: bytes.indices, using: &generator)
      bytes[index] = [UInt8](#"{}[],:"\019e+-.tn"#).randomElement(using: &generator) ?? 0
      let read = errorOfReading(bytes)
      var skipped: JSONError?
      do {
        var reader = try JSONReader(document: bytes)
        try reader.skip()
        try reader.finish()
      } catch {
        skipped = error
      }
      // A number beyond a Double is only found out by who asks for its value.
      if case .numberOutOfRange? = read?.reason { continue }
      #expect(read == skipped)
    }
  }
}

extension JSONError {
  fileprivate var isBeyondGrammar: Bool {
    switch reason {
    case .loneSurrogate, .numberOutOfRange, .limitExceeded: true
    default: false
    }
  }
}
