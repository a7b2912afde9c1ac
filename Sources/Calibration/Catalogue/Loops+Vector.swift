/// The loops of vector (MVE, Helium) kernels: four pixels at a time, depth in steps of 16 lanes.
extension Loops {
  static let vectorIm2col = """
    one pixels output_rows taps_in_bounds taps_outside tap_rows_in_bounds
    taps_in_bounds*channels_in_blocks_16 taps_outside*channels_in_blocks_16
    pixel_fours*channels_out*depth_blocks_16 pixel_rest_4*channels_out
    pixel_rest_4*channels_out*depth_blocks_16 outputs pixel_rest_4*has_channel_rest_4
    """

  static let vectorMatrix = """
    one one pixel_fours pixel_fours*channels_out pixel_fours*channels_out*depth_blocks_16
    pixel_rest_4 pixel_rest_4*channels_out pixel_rest_4*channels_out*depth_blocks_16
    pixel_rest_4*has_channel_rest_4 pixel_rest_4*channel_rest_4
    """

  static let vectorMatrixByRow = """
    one output_rows output_rows*row_pixel_fours output_rows*row_pixel_fours*channels_out
    output_rows*row_pixel_fours*channels_out*depth_blocks_16
    output_rows*row_pixel_rest_4 output_rows*row_pixel_rest_4*channels_out
    output_rows*row_pixel_rest_4*channels_out*depth_blocks_16
    output_rows*row_pixel_rest_4*has_channel_rest_4 output_rows*row_pixel_rest_4*channel_rest_4
    """

  /// One-dimensional convolution: the windows in the padding are copied and multiplied as matrices
  /// of their own, the others are rows of one matrix that overlap.
  static let vectorOneDimensional = """
    one segment_column_fours segment_column_fours*channels_out
    segment_column_fours*channels_out*depth_blocks_16
    segment_column_rest_4 segment_column_rest_4*channels_out
    segment_column_rest_4*channels_out*depth_blocks_16 segment_column_rest_4*channel_rest_4
    border_columns border_columns*channels_in_blocks_16
    """

  /// Until 4.0: four columns are multiplied as vectors where none of them is padded, else one by one
  /// by the scalar product.
  static let vectorIm2colUnpadded = """
    one pixels output_rows taps_in_bounds taps_outside tap_rows_in_bounds
    taps_in_bounds*channels_in_blocks_16 unpadded_pixel_fours*channels_out
    unpadded_pixel_fours*channels_out*depth_blocks_16 padded_pixel_fours*channels_out
    padded_pixel_fours*channels_out*depth padded_pixel_fours*channels_out*depth_blocks_8
    rest_pixel_pair*channels_out rest_pixel_pair*channels_out*depth odd_pixel*channels_out
    odd_pixel*channels_out*depth
    """

  /// Until 4.1: rows of weights three at a time.
  static let vectorThreeRows = """
    one batches batches*has_channel_threes batches*has_channel_rest_3 batches*channel_threes
    batches*channel_rest_3 batches*channel_threes*depth_blocks_16
    batches*channel_rest_3*depth_blocks_16
    """

  /// Until 5.9: vectors of 16 channels, what they leave one by one.
  static let vectorAveragePoolTail = """
    one output_rows pixels pixels*channels_in_sixteens pixels*channels_in_rest_16
    tap_rows_in_bounds*channels_in_sixteens taps_in_bounds*channels_in_sixteens
    tap_rows_in_bounds*channels_in_rest_16 taps_in_bounds*channels_in_rest_16
    """

  /// Rows of weights four at a time.
  static let vectorFours = """
    one batches batches*has_channel_fours batches*has_channel_rest_4 batches*channel_fours
    batches*channel_rest_4 batches*channel_fours*depth_blocks_16
    batches*channel_rest_4*depth_blocks_16
    """

  /// Depthwise: im2col of up to 124 channels, then four channels a vector.
  static let vectorDepthwise = """
    one output_rows channels_in_blocks_124 pixels*channels_in_blocks_124
    taps_in_bounds*channels_in_blocks_124 taps_outside*channels_in_blocks_124
    taps_in_bounds*channels_in_blocks_16 taps_outside*channels_in_blocks_16
    pixel_fours*channels_in_blocks_124 pixel_fours*channels_in_blocks_4
    pixel_fours*channels_in_blocks_4*kernel_positions
    pixel_rest_4*channels_in_blocks_4 pixel_rest_4*channels_in_blocks_4*kernel_positions
    """

  /// Depthwise with a multiplier divisible by four, vectors over the multiplier.
  static let vectorMultiplier = """
    one pixels pixels*channels_in outputs taps_in_bounds*channels_in taps_in_bounds*channels_out
    tap_rows_in_bounds*channels_out
    """

  /// Depthwise of one input channel: a convolution.
  static let vectorOneChannel = """
    one pixels taps_in_bounds taps_outside outputs kernel_positions*channels_out
    pixel_fours*channels_out*depth_blocks_16
    """

  static let vectorAveragePool = """
    one output_rows pixels pixels*channels_in_blocks_16 taps_in_bounds*channels_in_blocks_16
    tap_rows_in_bounds*channels_in_blocks_16
    """

  static let vectorMaxPool = """
    one output_rows pixels taps_in_bounds tap_rows_in_bounds taps_in_bounds*channels_in_blocks_16
    output_blocks_16 output_rest_16 taps_in_bounds*channels_in_sixteens
    """

  static let vectorSVDF = """
    one batches outputs batches*units batches*units*memory_size batches*units*depth_blocks_16
    batches*units*memory_blocks_8
    """

  static let vectorLSTM = """
    one batches*steps*units batches*steps*units*depth_blocks_16 batches*steps_after_first
    batches*steps_after_first*units batches*steps_after_first*units*unit_blocks_16
    """
}
