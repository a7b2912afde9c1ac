/// An extent of a kernel's loops: a number that follows from the shapes of an operation alone.
///
/// A kernel's cost is a sum of products of these (`CostTerm`). Each is pure, never negative and
/// computed in `Double`, so that no shape can overflow it. The raw values are the names in kernel
/// files. "Depth" is K, the length of one filter: kernel height x width x channels it sees.
public enum WorkFeature: String, CaseIterable, Hashable, Sendable {
  /// Nothing to multiply: the constant term.
  case one

  // MARK: Whole products

  /// Multiply-accumulates, padded taps included: the inner loop of kernels that do not skip padding.
  case macs
  /// Multiply-accumulates on real input: kernels that skip padded taps run these alone.
  case macsInBounds = "macs_in_bounds"
  /// Output elements: one requantisation and one store each.
  case outputs
  /// Input elements: conversions and reductions walk the input, not the output.
  case inputs
  /// Elements copied and widened by im2col: output pixels x depth.
  case im2colElements = "im2col_elements"

  // MARK: Pixels and taps

  /// Output pixels of all batches: per-pixel set-up.
  case pixels
  /// Matrix kernels compute two pixels together: `floor(pixels / 2)`.
  case pixelPairs = "pixel_pairs"
  /// The last pixel without a partner runs a slower loop: 0 or 1.
  case oddPixel = "odd_pixel"
  /// Vector kernels compute four pixels together: `floor(pixels / 4)`.
  case pixelFours = "pixel_fours"
  /// Pixels left by the fours: 0 to 3.
  case pixelRest4 = "pixel_rest_4"
  /// Output rows of all batches: the outer loop's set-up.
  case outputRows = "output_rows"
  case batches
  /// Kernel positions: kernel height x width.
  case kernelPositions = "kernel_positions"
  /// Rows of the kernel: the outer loop over the window.
  case kernelRows = "kernel_rows"
  /// Output pixels x kernel positions: one bounds test each.
  case taps
  /// Taps inside the input: one copy or multiplication run each.
  case tapsInBounds = "taps_in_bounds"
  /// Taps in the padding: one fill each, or a skip.
  case tapsOutside = "taps_outside"
  /// Rows of windows inside the input, over all pixels: the loop over a window's rows.
  case tapRowsInBounds = "tap_rows_in_bounds"
  /// Pixels whose window lies wholly inside the input: they take the fast path.
  case pixelsInside = "pixels_inside"
  /// Pixels whose window touches the padding.
  case pixelsOnBorder = "pixels_on_border"

  // MARK: Channels

  case channelsIn = "channels_in"
  case channelsOut = "channels_out"
  /// Output channels are computed two at a time: `floor(channels / 2)`.
  case channelPairs = "channel_pairs"
  /// The output channel without a partner: 0 or 1.
  case oddChannel = "odd_channel"
  case channelFours = "channel_fours"
  case channelRest4 = "channel_rest_4"
  /// Vector blocks of 16 output channels, the last one partial.
  case channelBlocks16 = "channel_blocks_16"
  case channelThrees = "channel_threes"
  case channelRest3 = "channel_rest_3"

  // MARK: Depth

  case depth
  /// SIMD multiplies take four at a time: `floor(depth / 4)`.
  case depthFours = "depth_fours"
  /// What the SIMD loop leaves: depth mod 4.
  case depthRest4 = "depth_rest_4"
  /// Unrolled loops take sixteen at a time: `floor(depth / 16)`.
  case depthSixteens = "depth_sixteens"
  /// Fours left after the sixteens: 0 to 3.
  case depthFoursLeft = "depth_fours_left"
  /// Vector steps of 16 lanes, the last one partial: `ceil(depth / 16)`.
  case depthBlocks16 = "depth_blocks_16"
  case depthBlocks8 = "depth_blocks_8"
  /// Input channels in fours and what is left: copies and pooling go four channels at a time.
  case channelsInFours = "channels_in_fours"
  case channelsInRest4 = "channels_in_rest_4"
  case channelsInBlocks16 = "channels_in_blocks_16"

  // MARK: Rows, elements and copies

  case rows
  case rowElements = "row_elements"
  case outputFours = "output_fours"
  case outputRest4 = "output_rest_4"
  case outputBlocks16 = "output_blocks_16"
  /// Bytes moved.
  case bytes
  case operands, results, rank

  // MARK: Recurrent

  case steps
  /// Steps that read a previous state: the first has none.
  case stepsAfterFirst = "steps_after_first"
  case units
  case memorySize = "memory_size"
  case svdfRank = "svdf_rank"
}
