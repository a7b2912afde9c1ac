/// How log lines look.
public enum LogFormat: String, CaseIterable, Hashable, Sendable {
  /// For people: `2026-11-22T21:30:00.123Z info profiles loaded count=6`.
  case text
  /// For machines: one JSON object a line.
  case json
}
