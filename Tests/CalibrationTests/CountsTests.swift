import Calibration
import Estimator
import Testing

@Suite struct CountsTests {
  static let header = "core,op,kernel,dtype,n,cin,cout,outputs,instructions,scratch_bytes,opt"

  @Test("a bare call is read with its shape")
  func readsBareCall() throws {
    let counts = try KernelCount.read(
      Self.header
        + "\r\ncortex-m4,fully_connected,arm_fully_connected_s8,s8,1,64,12,12,4000,0,-O2\r\n")
    let count = try #require(counts.first)
    #expect(counts.count == 1)
    #expect(count.work.kind == .fullyConnected)
    #expect(count.work.inputChannels == 64)
    #expect(count.work.outputChannels == 12)
    #expect(count.work.dataType == .int8)
    #expect(count.instructions == 4000)
    #expect(count.scratchBytes == 0)
    #expect(count.line == 2)
  }

  @Test("an operator of a network is read with its padding")
  func readsOperator() throws {
    let counts = try KernelCount.read(
      """
      model,core,kernels,exclusive,cmsis_kernels,op,in_type,in,out,out_type,n_in,filter,w_type,stride,dil,pad,macs
      kws,cortex-m4,cmsis,1118438,arm_convolve_s8 arm_x*125,CONV_2D,s8,1x49x10x1,1x25x5x64,s8,3,64x10x4x1,s8,2x2,1x1,SAME,320000
      """)
    let work = try #require(counts.first).work
    #expect(counts[0].kernel == "arm_convolve_s8")
    #expect(counts[0].interpreted)
    #expect(work.kernelHeight == 10)
    #expect(work.paddingTop == 4)
    #expect(work.paddingLeft == 1)
    #expect(WorkFeature.macs.value(work) == 320_000)
  }

  static let networkHeader =
    "model,core,kernels,exclusive,cmsis_kernels,op,in_type,in,out,out_type,n_in,filter,w_type,stride,dil,pad,macs"

  @Test(
    "a transposed convolution is read with the input that its products and its output tell",
    arguments: [("1x4x82x16", "VALID", 327_680, 0), ("1x2x80x16", "SAME", 327_680, 1)])
  func readsTransposed(_ out: String, _ padding: String, _ macs: Int, _ top: Int) throws {
    let work = try #require(
      try KernelCount.read(
        """
        \(Self.networkHeader)
        net,cortex-m4,ref,100,,TRANSPOSE_CONV,s32,4,\(out),s16,4,16x4x4x32,s8,2x2,,\(padding),\(macs)
        """
      ).first
    ).work
    #expect(work.dataType == .int16)
    #expect(work.inputHeight == 1 && work.inputWidth == 40 && work.inputChannels == 32)
    #expect(work.firstInputElements == 1280)
    #expect(work.paddingTop == top && work.paddingLeft == top)
  }

  @Test("an assignment copies the value that the line names")
  func readsAssignment() throws {
    let counts = try KernelCount.read(
      """
      \(Self.networkHeader)
      net,cortex-m4,ref,100,,ASSIGN_VARIABLE,RESOURCE,,,,2,1x12x1x48,s8,,,,
      """)
    #expect(counts.first?.work.bytes == 576)
  }

  @Test("what an operator's producer did to the values follows from the lines before it")
  func producersLeaveMarks() throws {
    let rows = [
      "CONV_2D,f32,1x4x4x2,1x4x4x3,f32,3,3x1x1x2,f32,1x1,1x1,VALID,96,1",
      "CONV_2D,f32,1x4x4x3,1x4x4x2,f32,3,2x1x1x3,f32,1x1,1x1,VALID,96,0",
      "ADD,f32,1x4x4x2,1x4x4x2,f32,2,1x4x4x2,f32,,,,,3",
      "RESHAPE,f32,1x4x4x2,1x32,f32,2,,,,,,,",
      "FULLY_CONNECTED,f32,1x32,1x5,f32,3,5x32,f32,,,,160,0",
      "SOFTMAX,f32,1x5,1x5,f32,1,,,,,,,",
      "QUANTIZE,f32,1x5,1x5,s8,1,,,,,,,", "DEQUANTIZE,s8,1x5,1x5,f32,1,,,,,,,",
    ].map { "net,cortex-m4,ref,100,,\($0)" }
    let counts = try KernelCount.read(
      ([Self.networkHeader + ",act"] + rows).joined(separator: "\n"))
    #expect(
      counts.map(\.work.inputValues) == [
        .any, .rectified, .any, .rectifiedSum, .rectifiedSum, .any, .scores, .scores,
      ])
    #expect(counts.allSatisfy { $0.networkOperators == 8 })
  }

  @Test("a file that lacks lines says what they made of the values and how many there were")
  func valuesAreStated() throws {
    let row = "net,cortex-m4,ref,100,,DEQUANTIZE,s8,1x5,1x5,f32,1,,,,,,"
    let header = Self.networkHeader + ",values,operators\n"
    let count = try #require(try KernelCount.read(header + row + ",scores,9").first)
    #expect(count.work.inputValues == .scores)
    #expect(count.networkOperators == 9)
    #expect(throws: CountsError.values(line: 2, name: "odd")) {
      try KernelCount.read(header + row + ",odd,9")
    }
  }

  static let mistakes: [(String, CountsError)] = [
    ("", CountsError.empty),
    ("a,b\n1,2", .unknownFormat(header: "a,b")),
    ("core,op,kernel,dtype,instructions\n", .missingColumn("outputs")),
    (header + "\nm4,add,k,s8", .fieldCount(line: 2, expected: 11, found: 4)),
    (header + "\nm4,add,k,s8,,,,1,nan,0,", .number(line: 2, column: "instructions", text: "nan")),
    (header + "\nm4,add,k,s8,,,,1,-5,0,", .negative(line: 2, column: "instructions", text: "-5")),
    (header + "\nm4,add,k,s8,,,,1,0,0,", .zeroInstructions(line: 2)),
    (header + "\nm4,warp,k,s8,,,,1,9,0,", .operation(line: 2, name: "warp")),
    (header + "\nm4,add,k,s7,,,,1,9,0,", .dataType(line: 2, name: "s7")),
  ]

  @Test(
    "a mistake names its line and what is wrong",
    arguments: mistakes)
  func namesTheLine(_ text: String, _ error: CountsError) {
    #expect(throws: error) { try KernelCount.read(text) }
  }

  @Test("a shape that is none is an error of its column")
  func malformedShape() {
    let text = """
      model,core,kernels,exclusive,cmsis_kernels,op,in_type,in,out,out_type,n_in,filter,w_type,stride,dil,pad,macs
      kws,cortex-m4,cmsis,11,,RESHAPE,s8,1x0x10,1x10,s8,2,,,,,,
      """
    #expect(throws: CountsError.shape(line: 2, column: "in", text: "1x0x10")) {
      try KernelCount.read(text)
    }
  }
}
