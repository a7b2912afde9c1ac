import Crypto

/// SHA-256 of `bytes` in lower-case hexadecimal: how models and profiles are named.
public func sha256Hexadecimal(_ bytes: [UInt8]) -> String { SHA256.hexadecimal(bytes) }
