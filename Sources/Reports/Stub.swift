extension Report {
  func text() -> [UInt8] { [] }
  func markdown() -> [UInt8] { [] }
  func csv() -> [UInt8] { [] }
  func junit() -> [UInt8] { [] }
}
