/// The loops of kernels as terms, shared by the libraries that run them.
///
/// Read off the kernels' sources; each line is one loop level or one of its remainders. A loop that
/// runs zero times skips its set-up, hence the `has_` flags. None was chosen by its effect on a
/// particular network.
enum Loops {
  /// Convolution by im2col into 16-bit columns, two pixels and two channels at a time, four deep.
  static let im2colPairs = """
    one pixels output_rows
    taps_in_bounds taps_in_bounds*has_channels_in_fours taps_in_bounds*has_channels_in_rest_4
    taps_in_bounds*channels_in_fours taps_in_bounds*channels_in_rest_4
    taps_outside taps_outside*channels_in_fours taps_outside*channels_in_rest_4
    pixel_pairs*channel_pairs pixel_pairs*channel_pairs*depth_fours
    pixel_pairs*channel_pairs*depth_rest_4 pixel_pairs*channel_pairs*has_depth_rest_4
    pixel_pairs*odd_channel pixel_pairs*odd_channel*depth_fours
    pixel_pairs*odd_channel*depth_rest_4
    odd_pixel*channels_out odd_pixel*channels_out*depth_fours
    odd_pixel*channels_out*depth_rest_4
    """

  /// Convolution without im2col, tap by tap: scalar cores until CMSIS-5 5.8.
  static let direct = """
    one output_rows pixels outputs channels_out taps*channels_out taps_outside*channels_out
    taps_in_bounds*channels_out tap_rows_in_bounds*channels_out macs_in_bounds
    """

  /// Matrix product of pixels and filters: both in pairs, depth in sixteens, fours and rest, a sum
  /// of weights per pair of channels. One call for all pixels.
  static let matrixPairs = """
    one one channel_pairs channel_pairs*has_depth_sixteens channel_pairs*depth
    channel_pairs*pixel_pairs channel_pairs*pixel_pairs*depth_sixteens
    channel_pairs*pixel_pairs*depth_fours_left channel_pairs*pixel_pairs*depth_rest_4
    channel_pairs*pixel_pairs*has_depth_sixteens channel_pairs*pixel_pairs*has_depth_fours_left
    channel_pairs*pixel_pairs*has_depth_rest_4
    channel_pairs*odd_pixel channel_pairs*odd_pixel*depth_sixteens
    channel_pairs*odd_pixel*depth_fours_left channel_pairs*odd_pixel*depth_rest_4
    odd_channel*pixels odd_channel*pixels*depth_sixteens
    odd_channel*pixels*depth_fours_left odd_channel*pixels*depth_rest_4
    """

  /// The same product, called once for each output row: 1 x 1 with a stride.
  static let matrixPairsByRow = """
    one output_rows output_rows*channel_pairs output_rows*channel_pairs*has_depth_sixteens
    output_rows*channel_pairs*depth
    output_rows*channel_pairs*row_pixel_pairs
    output_rows*channel_pairs*row_pixel_pairs*depth_sixteens
    output_rows*channel_pairs*row_pixel_pairs*depth_fours_left
    output_rows*channel_pairs*row_pixel_pairs*depth_rest_4
    output_rows*channel_pairs*row_pixel_pairs*has_depth_sixteens
    output_rows*channel_pairs*row_pixel_pairs*has_depth_fours_left
    output_rows*channel_pairs*row_pixel_pairs*has_depth_rest_4
    output_rows*channel_pairs*odd_row_pixel
    output_rows*channel_pairs*odd_row_pixel*depth_sixteens
    output_rows*channel_pairs*odd_row_pixel*depth_fours_left
    output_rows*channel_pairs*odd_row_pixel*depth_rest_4
    odd_channel*pixels odd_channel*pixels*depth_sixteens
    odd_channel*pixels*depth_fours_left odd_channel*pixels*depth_rest_4
    """

  /// Matrix-vector product with SIMD: rows in pairs, depth in sixteens, fours and rest.
  static let vectorPairs = """
    one batches batches*has_channel_pairs batches*channel_pairs batches*odd_channel
    batches*channel_pairs*depth_sixteens batches*channel_pairs*depth_fours_left
    batches*channel_pairs*depth_rest_4 batches*channel_pairs*has_depth_sixteens
    batches*channel_pairs*has_depth_fours_left batches*channel_pairs*has_depth_rest_4
    batches*odd_channel*depth_sixteens batches*odd_channel*depth_fours_left
    batches*odd_channel*depth_rest_4 batches*odd_channel*has_depth_sixteens
    batches*odd_channel*has_depth_fours_left batches*odd_channel*has_depth_rest_4
    """

  /// Matrix-vector product without SIMD: rows in threes.
  static let vectorThrees = """
    one batches batches*has_channel_threes batches*channel_threes batches*channel_rest_3
    batches*channel_threes*depth batches*channel_rest_3*depth
    """

  /// Depthwise 3 x 3: four channels at a time, rows of the window skipped outside the input.
  static let depthwise3x3 = """
    one output_rows pixels pixels*has_channels_in_fours pixels*has_channels_in_rest_4
    pixels*channels_in_fours pixels*channels_in_rest_4
    taps_in_bounds*channels_in_fours taps_in_bounds*channels_in_rest_4
    tap_rows_in_bounds*channels_in_fours tap_rows_in_bounds*channels_in_rest_4
    """

  /// Depthwise with SIMD: im2col of one pixel, then four channels at a time over pairs of taps.
  static let depthwiseIm2col = """
    one output_rows pixels taps_in_bounds taps_outside
    taps_outside*channels_in_fours taps_outside*channels_in_rest_4
    pixels*has_channels_in_fours pixels*has_channels_in_rest_4
    taps_in_bounds*has_channels_in_fours taps_in_bounds*has_channels_in_rest_4
    taps_in_bounds*channels_in_fours taps_in_bounds*channels_in_rest_4
    pixels*channels_in_fours pixels*channels_in_rest_4
    pixels*channels_in_fours*position_pairs pixels*channels_in_fours*odd_position
    pixels*channels_in_rest_4*position_pairs pixels*channels_in_rest_4*odd_position
    """

  /// Depthwise without SIMD: channel by channel over the taps inside the input.
  static let depthwiseScalar = """
    one output_rows pixels pixels*channels_in_fours pixels*channels_in_rest_4
    tap_rows_in_bounds*channels_in taps_in_bounds*channels_in
    """

  /// Depthwise with a multiplier: input channel by input channel, each with its outputs.
  static let depthwiseMultiplier = """
    one pixels pixels*channels_in outputs tap_rows_in_bounds*channels_out
    taps_in_bounds*channels_out
    """

  /// Pooling with a buffer of all channels: taps outside, four channels at a time inside.
  static let poolByTap = """
    one output_rows pixels tap_rows_in_bounds taps_in_bounds
    taps_in_bounds*has_channels_in_fours taps_in_bounds*has_channels_in_rest_4
    taps_in_bounds*channels_in_fours taps_in_bounds*channels_in_rest_4
    pixels*channels_in_fours pixels*channels_in_rest_4 output_fours output_rest_4
    """

  /// Pooling channel by channel.
  static let poolByChannel = """
    one output_rows pixels outputs tap_rows_in_bounds*channels_out taps_in_bounds*channels_out
    taps_outside*channels_out output_rows*channels_out
    """

  /// Elementwise, unrolled by four.
  static let elementwise = """
    one output_fours output_rest_4 has_output_fours has_output_rest_4
    """

  /// Softmax: three passes over each row.
  static let softmax = "one rows rows*row_elements"

  /// SVDF with SIMD.
  static let svdfPairs = """
    one batches outputs batches*units batches*units*memory_fours batches*units*memory_rest_4
    batches*unit_pairs*depth_sixteens batches*unit_pairs*depth_fours_left
    batches*unit_pairs*has_depth_sixteens batches*unit_pairs*depth_rest_4
    """

  static let svdfScalar = """
    one batches outputs batches*units batches*units*memory_size batches*memory_size
    batches*unit_threes batches*unit_threes*depth batches*unit_rest_3
    batches*unit_rest_3*depth
    """

  /// LSTM: four gates over the input each step, over the state after the first, then elementwise.
  static let lstmPairs = """
    one batches*steps batches*steps*units batches*steps*unit_pairs*depth_sixteens
    batches*steps*unit_pairs*depth_fours_left batches*steps*unit_pairs*depth_rest_4
    batches*steps_after_first batches*steps_after_first*units
    batches*steps_after_first*unit_pairs*unit_sixteens
    batches*steps_after_first*unit_pairs*unit_fours_left
    batches*steps_after_first*unit_pairs*unit_rest_4
    """

  static let lstmScalar = """
    one batches*steps batches*steps*units batches*steps*unit_threes
    batches*steps*unit_threes*depth batches*steps*unit_rest_3*depth
    batches*steps_after_first batches*steps_after_first*units
    batches*steps_after_first*unit_threes*units batches*steps_after_first*unit_rest_3*units
    """
}
