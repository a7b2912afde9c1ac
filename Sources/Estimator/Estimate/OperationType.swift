extension Work {
  /// The operation's type: its kind, with the shapes that behave differently split off.
  ///
  /// A 1x1 convolution multiplies straight from its input, without the patch copies that slow the
  /// others (Lai et al. 2018, section 2).
  public var type: String {
    switch kind {
    case .conv2d where kernelHeight == 1 && kernelWidth == 1: "conv2d_1x1"
    default: kind.rawValue
    }
  }
}
