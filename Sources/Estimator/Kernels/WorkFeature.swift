/// An extent of a kernel's loops: a number that follows from the shapes of an operation alone.
///
/// A kernel's cost is a sum of products of these (`CostTerm`). Each is pure, never negative and
/// computed in `Double`, so that no shape can overflow it. The raw values are the names in kernel
/// files.
public enum WorkFeature: String, CaseIterable, Hashable, Sendable {
  /// Nothing to multiply: the constant term.
  case one

  // MARK: Whole products

  /// Multiply-accumulates, padded taps included.
  case macs
  /// Multiply-accumulates on real input: what kernels that skip padding run.
  case macsInBounds = "macs_in_bounds"
  /// Output elements: one requantisation and one store each.
  case outputs
  /// Elements of the first input: reductions and slices walk it.
  case inputs

  // MARK: Pixels and taps

  /// Output pixels of all batches: per-pixel set-up.
  case pixels
  /// Matrix kernels compute two pixels together: `floor(pixels / 2)`.
  case pixelPairs = "pixel_pairs"
  /// The last pixel without a partner runs a slower loop: 0 or 1.
  case oddPixel = "odd_pixel"
  /// Vector kernels compute four pixels together: `floor(pixels / 4)`.
  case pixelFours = "pixel_fours"
  /// Pixels that the fours leave: 0 to 3.
  case pixelRest4 = "pixel_rest_4"
  /// Output rows of all batches: the outer loop's set-up, one matrix call each in strided 1 x 1.
  case outputRows = "output_rows"
  /// Pixels of one output row.
  case rowPixels = "row_pixels"
  /// Pairs of pixels when each row is a matrix call of its own.
  case rowPixelPairs = "row_pixel_pairs"
  /// The unpaired pixel of a row: 0 or 1.
  case oddRowPixel = "odd_row_pixel"
  /// Fours of pixels when each row is a matrix call of its own.
  case rowPixelFours = "row_pixel_fours"
  /// Pixels that the fours of a row leave: 0 to 3.
  case rowPixelRest4 = "row_pixel_rest_4"
  /// The outermost loop.
  case batches
  /// Windows of a row that reach into the padding: one matrix call each in one-dimensional kernels.
  case borderColumns = "border_columns"
  /// The windows of a row in three runs (left padding, real input, right padding), each run a matrix
  /// call that takes four at a time: the fours.
  case segmentColumnFours = "segment_column_fours"
  /// What the fours of the three runs leave.
  case segmentColumnRest4 = "segment_column_rest_4"
  /// Fours of pixels of which at least one window reaches into the padding.
  case paddedPixelFours = "padded_pixel_fours"
  /// Fours of pixels on real input alone.
  case unpaddedPixelFours = "unpadded_pixel_fours"
  /// The pair among the pixels that the fours leave: 0 or 1.
  case restPixelPair = "rest_pixel_pair"
  /// Kernel height x width.
  case kernelPositions = "kernel_positions"
  /// Rows of the kernel: the loop around a row of taps, where every row is visited.
  case kernelRows = "kernel_rows"
  /// Depthwise loops take two kernel positions at a time.
  case positionPairs = "position_pairs"
  /// The kernel position without a partner: 0 or 1.
  case oddPosition = "odd_position"
  /// Output pixels x kernel positions: one bounds test each.
  case taps
  /// Taps inside the input: one copy or run of multiplications each.
  case tapsInBounds = "taps_in_bounds"
  /// Taps in the padding: one fill each, or a skip.
  case tapsOutside = "taps_outside"
  /// Rows of the windows inside the input, over all pixels: the loop around a row of taps.
  case tapRowsInBounds = "tap_rows_in_bounds"

  /// Pixels whose window lies wholly on real input: they take a path without bounds tests.
  case insidePixels = "inside_pixels"
  /// Taps inside the input of the other pixels.
  case borderTapsInBounds = "border_taps_in_bounds"
  /// Taps of a row of windows after each window's first: pooling in two passes copies the first and
  /// compares or adds the others, along each input row,
  case laterColumnTaps = "later_column_taps"
  /// and then along the columns.
  case laterRowTaps = "later_row_taps"

  // MARK: Input channels of one group

  /// Elements behind one tap of im2col.
  case channelsIn = "channels_in"
  /// Copies and pools take four channels at a time.
  case channelsInFours = "channels_in_fours"
  /// Channels that the fours leave: 0 to 3.
  case channelsInRest4 = "channels_in_rest_4"
  /// 1 when the loop over fours runs at all: its set-up is skipped otherwise.
  case hasChannelsInFours = "has_channels_in_fours"
  /// 1 when the loop over left-over channels runs at all.
  case hasChannelsInRest4 = "has_channels_in_rest_4"
  /// Vector loads of 16 channels: `floor(channels / 16)`.
  case channelsInSixteens = "channels_in_sixteens"
  /// Vector steps of 16 channels, the last one partial.
  case channelsInBlocks16 = "channels_in_blocks_16"
  /// 1 when the last vector step is partial.
  case hasChannelsInRest16 = "has_channels_in_rest_16"
  /// Channels of the partial vector step.
  case channelsInRest16 = "channels_in_rest_16"
  /// Blocks of 124 channels: how many a vector depthwise kernel gathers at a time.
  case channelsInBlocks124 = "channels_in_blocks_124"
  /// Vector steps of 8 widened channels, the last one partial.
  case channelsInBlocks8 = "channels_in_blocks_8"
  /// Vector steps of 4 channels in 32 bits, the last one partial.
  case channelsInBlocks4 = "channels_in_blocks_4"

  // MARK: Output channels, of all groups

  /// Output channels: per-channel set-up.
  case channelsOut = "channels_out"
  /// Output channels are computed two at a time.
  case channelPairs = "channel_pairs"
  /// The output channel without a partner.
  case oddChannel = "odd_channel"
  /// 1 when the loop over pairs runs at all.
  case hasChannelPairs = "has_channel_pairs"
  /// Without SIMD, rows of a matrix are taken three at a time.
  case channelThrees = "channel_threes"
  /// Rows that the threes leave.
  case channelRest3 = "channel_rest_3"
  /// 1 when the loop over threes runs at all.
  case hasChannelThrees = "has_channel_threes"
  /// 1 when the threes leave rows.
  case hasChannelRest3 = "has_channel_rest_3"
  /// Vector kernels take four rows of weights at a time.
  case channelFours = "channel_fours"
  /// Rows that the fours leave.
  case channelRest4 = "channel_rest_4"
  /// 1 when the loop over fours of rows runs at all.
  case hasChannelFours = "has_channel_fours"
  /// 1 when rows are left over.
  case hasChannelRest4 = "has_channel_rest_4"
  /// Blocks of four output channels, the last one partial.
  case channelBlocks4 = "channel_blocks_4"
  /// Blocks of 16 output channels, the last one partial.
  case channelBlocks16 = "channel_blocks_16"
  /// Output channels per input channel of a depthwise convolution.
  case multiplier
  /// Depthwise with a multiplier in fours.
  case multiplierFours = "multiplier_fours"

  // MARK: Depth: the length of one filter, kernel height x width x channels it sees

  /// Elements of one filter: weight sums, dot products.
  case depth
  /// SIMD multiplies take four at a time: `floor(depth / 4)`.
  case depthFours = "depth_fours"
  /// What the fours leave: depth mod 4.
  case depthRest4 = "depth_rest_4"
  /// 1 when the loop over the rest runs at all.
  case hasDepthRest4 = "has_depth_rest_4"
  /// Unrolled loops take sixteen at a time: `floor(depth / 16)`.
  case depthSixteens = "depth_sixteens"
  /// 1 when the unrolled loop runs at all.
  case hasDepthSixteens = "has_depth_sixteens"
  /// Fours that the sixteens leave: 0 to 3.
  case depthFoursLeft = "depth_fours_left"
  /// 1 when the loop over those fours runs at all.
  case hasDepthFoursLeft = "has_depth_fours_left"
  /// What lies past the first 512: products of 16 bits that 32 bits may no longer hold in sum.
  case depthPast512 = "depth_past_512"
  /// What the sixteens leave.
  case depthRest16 = "depth_rest_16"
  /// Vector steps of 16 lanes, the last one partial: `ceil(depth / 16)`.
  case depthBlocks16 = "depth_blocks_16"
  /// 1 when the last vector step is partial.
  case hasDepthRest16 = "has_depth_rest_16"
  /// Vector steps of 8 lanes, the last one partial.
  case depthBlocks8 = "depth_blocks_8"

  // MARK: Rows, elements and copies

  /// Rows reduced or normalised one by one.
  case rows
  /// Elements of such a row.
  case rowElements = "row_elements"
  /// Elements of such a row but one: the exponential of the greatest, less itself, is that of zero.
  case laterRowElements = "later_row_elements"
  /// Elementwise loops are unrolled by four.
  case outputFours = "output_fours"
  /// Elements that the unrolled loop leaves.
  case outputRest4 = "output_rest_4"
  /// 1 when the unrolled loop runs at all.
  case hasOutputFours = "has_output_fours"
  /// 1 when elements are left over.
  case hasOutputRest4 = "has_output_rest_4"
  /// Elements in whole vectors of 16.
  case outputSixteens = "output_sixteens"
  /// 1 when the loop over whole vectors runs at all.
  case hasOutputSixteens = "has_output_sixteens"
  /// Elements that the vectors leave.
  case outputRest16 = "output_rest_16"
  /// Vector steps of four 32-bit elements, the last one partial.
  case outputBlocks4 = "output_blocks_4"
  /// Vector steps of 16 elements, the last one partial.
  case outputBlocks16 = "output_blocks_16"
  /// Bytes moved.
  case bytes
  /// Blocks of 64 bytes of one output pixel: the C library copies these by an unrolled loop,
  case copyBlocks64 = "copy_blocks_64"
  /// then blocks of 16,
  case copyBlocks16Left = "copy_blocks_16_left"
  /// then words,
  case copyWordsLeft = "copy_words_left"
  /// then bytes.
  case copyBytesLeft = "copy_bytes_left"
  /// Input rows of all batches: padding copies row by row.
  case inputRows = "input_rows"
  /// Input pixels of all batches: padding of channels copies pixel by pixel.
  case inputPixels = "input_pixels"
  /// 1 when a padding adds channels.
  case hasPaddedChannels = "has_padded_channels"
  /// Elements that a padding adds beside the channels of an input pixel: every axis is tested first.
  case paddedChannelElements = "padded_channel_elements"
  /// Elements of the pixels that a padding adds: an outer axis decides.
  case paddedPixelElements = "padded_pixel_elements"
  /// Elements of the pixels that a padding of channels copies between addresses of which one is off a
  /// word: byte by byte on cores whose library copies whole words alone.
  case unalignedElements = "unaligned_elements"
  /// Activations and constants read: set-up of each.
  case operands
  /// Outputs written: set-up of each.
  case results
  /// Axes of the output: index arithmetic of general copies.
  case rank

  /// Elements of one output row in fours: the second pass of pooling.
  case rowOfOutputsFours = "row_of_outputs_fours"
  /// What they leave.
  case rowOfOutputsRest4 = "row_of_outputs_rest_4"

  // MARK: Recurrent

  /// Time steps.
  case steps
  /// Steps that read a previous state: the first has none.
  case stepsAfterFirst = "steps_after_first"
  /// Cells, or features of an SVDF.
  case units
  /// Matrix rows of the cells two at a time.
  case unitPairs = "unit_pairs"
  /// The cell without a partner: 0 or 1.
  case oddUnit = "odd_unit"
  /// Matrix rows of the cells three at a time.
  case unitThrees = "unit_threes"
  /// Cells that the threes leave.
  case unitRest3 = "unit_rest_3"
  /// Matrix rows of the cells four at a time.
  case unitFours = "unit_fours"
  /// The state as a vector, sixteen at a time.
  case unitSixteens = "unit_sixteens"
  /// Fours of the state that the sixteens leave.
  case unitFoursLeft = "unit_fours_left"
  /// What the fours of the state leave.
  case unitRest4 = "unit_rest_4"
  /// Vector steps over the state, the last one partial.
  case unitBlocks16 = "unit_blocks_16"
  /// Vector steps of eight 16-bit cells, the last one partial.
  case unitBlocks8 = "unit_blocks_8"
  /// Depth of an SVDF's memory.
  case memorySize = "memory_size"
  /// The memory four at a time.
  case memoryFours = "memory_fours"
  /// What the fours of the memory leave.
  case memoryRest4 = "memory_rest_4"
  /// Vector steps over the memory, the last one partial.
  case memoryBlocks8 = "memory_blocks_8"
  /// Features summed into one output of an SVDF.
  case svdfRank = "svdf_rank"

  // MARK: Values

  /// 0 where a ReLU made the input, else 1: software multiplies by zero in no time.
  case unlessRectified = "unless_rectified"
  /// 1 where a ReLU made the input from a sum: fewer zeros.
  case rectifiedSum = "rectified_sum"
  /// 0 where a softmax made the input, else 1.
  case unlessScores = "unless_scores"
}
