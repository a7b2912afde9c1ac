/// What this program calls itself.
public enum OpmeterVersion {
  /// Semantic version; every answer carries it.
  public static let current = "0.1.0"

  /// The compiler's version, as far as a program can ask for it.
  static let swift: String = {
    #if compiler(>=6.4)
      "6.4 or newer"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()
}
