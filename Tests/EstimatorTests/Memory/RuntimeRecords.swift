extension RuntimeRecord {
  /// Nine models of mlcommons/tiny, tensorflow/tflite-micro and pymicro-wakeword 2.5.0.
  ///
  /// The figures for Xtensa are from real ESP32 boards (avionicharshit-byte/mcufit-bench at 88f8d23).
  static let all = parse(
    """
    model ad01_int8.tflite
    subgraph in=0 out=30
    tensors p640/1 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 p128/1 p128/1
    tensors p128/1 p128/1 p8/1 p128/1 p128/1 p128/1 p128/1 p640/1
    FULLY_CONNECTED int8 128 in=0,11,1 out=21
    FULLY_CONNECTED int8 128 in=21,12,2 out=22
    FULLY_CONNECTED int8 128 in=22,13,3 out=23
    FULLY_CONNECTED int8 128 in=23,14,4 out=24
    FULLY_CONNECTED int8 8 in=24,15,5 out=25
    FULLY_CONNECTED int8 128 in=25,16,6 out=26
    FULLY_CONNECTED int8 128 in=26,17,7 out=27
    FULLY_CONNECTED int8 128 in=27,18,8 out=28
    FULLY_CONNECTED int8 128 in=28,19,9 out=29
    FULLY_CONNECTED int8 640 in=29,20,10 out=30
    expect cortex-m4 cmsis scratch= head=768 tail=1812 smallest=3024
    expect cortex-m4 ref scratch= head=768 tail=1492 smallest=2704
    expect x86 ref scratch= head=768 tail=3216 smallest=4640
    expect cortex-m55 cmsis scratch= head=768 tail=8500 smallest=9712
    expect xtensa ref scratch= head=768 tail=1612 smallest=-
    model hello_world_int8.tflite
    subgraph in=0 out=9
    tensors p1/1 c0 c0 c0 c0 c0 c0 p16/1 p16/1 p1/1
    FULLY_CONNECTED int8 16 in=0,6,5 out=7
    FULLY_CONNECTED int8 16 in=7,4,3 out=8
    FULLY_CONNECTED int8 1 in=8,2,1 out=9
    expect cortex-m4 cmsis scratch= head=32 tail=740 smallest=1168
    expect cortex-m4 ref scratch= head=32 tail=644 smallest=1072
    expect x86 ref scratch= head=32 tail=1472 smallest=1936
    expect cortex-m55 cmsis scratch= head=32 tail=884 smallest=-
    model keyword_scrambled_8bit.tflite
    subgraph in=52 out=53
    tensors p96/1 c0 c0 c0 v512/1 p64/1 c0 c0 p16/1 c0 c0 c0 v512/1 p64/1 c0 c0 p16/1 c0 c0 c0
    tensors v512/1 p64/1 c0 c0 p16/1 c0 c0 c0 v512/1 p64/1 c0 c0 p16/1 c0 c0 c0 v1024/1 p32/1 c0
    tensors c0 c0 v1024/1 p32/1 c0 c0 c0 v1024/1 p32/1 c0 c0 p2/1 p4/1 p192/1 p8/1
    QUANTIZE int16 0 in=52 out=0
    SVDF int8 64 in=0,1,2,3,4 out=5
    FULLY_CONNECTED int8 16 in=5,6,7 out=8
    SVDF int8 64 in=8,9,10,11,12 out=13
    FULLY_CONNECTED int8 16 in=13,14,15 out=16
    SVDF int8 64 in=16,17,18,19,20 out=21
    FULLY_CONNECTED int8 16 in=21,22,23 out=24
    SVDF int8 64 in=24,25,26,27,28 out=29
    FULLY_CONNECTED int8 16 in=29,30,31 out=32
    SVDF int8 32 in=32,33,34,35,36 out=37
    SVDF int8 32 in=37,38,39,40,41 out=42
    SVDF int8 32 in=42,43,44,45,46 out=47
    FULLY_CONNECTED int8 2 in=47,48,49 out=50
    SOFTMAX int8 0 in=50 out=51
    QUANTIZE int16 0 in=51 out=53
    expect cortex-m4 cmsis scratch=1:256,1:256,3:256,3:256,5:256,5:256,7:256,7:256,9:128,9:128,10:128,10:128,11:128,11:128 head=672 tail=7540 smallest=-
    expect cortex-m4 ref scratch=1:256,1:256,3:256,3:256,5:256,5:256,7:256,7:256,9:128,9:128,10:128,10:128,11:128,11:128 head=672 tail=7380 smallest=-
    expect x86 ref scratch=1:256,1:256,3:256,3:256,5:256,5:256,7:256,7:256,9:128,9:128,10:128,10:128,11:128,11:128 head=672 tail=9360 smallest=12944
    expect cortex-m55 cmsis scratch=1:256,1:256,3:256,3:256,5:256,5:256,7:256,7:256,9:128,9:128,10:128,10:128,11:128,11:128 head=672 tail=9220 smallest=-
    model kws_ref_model.tflite
    subgraph in=0 out=34
    tensors p490/1 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 p8000/1 p8000/1
    tensors p8000/1 p8000/1 p8000/1 p8000/1 p8000/1 p8000/1 p8000/1 p64/1 p64/1 p12/1 p12/1
    CONV_2D int8 64 in=0,17,3 out=22
    DEPTHWISE_CONV_2D int8 64 in=22,5,4 out=23
    CONV_2D int8 64 in=23,18,6 out=24
    DEPTHWISE_CONV_2D int8 64 in=24,8,7 out=25
    CONV_2D int8 64 in=25,19,9 out=26
    DEPTHWISE_CONV_2D int8 64 in=26,11,10 out=27
    CONV_2D int8 64 in=27,20,12 out=28
    DEPTHWISE_CONV_2D int8 64 in=28,14,13 out=29
    CONV_2D int8 64 in=29,21,15 out=30
    AVERAGE_POOL_2D int8 0 in=30 out=31
    RESHAPE int8 0 in=31,2 out=32
    FULLY_CONNECTED int8 12 in=32,16,1 out=33
    SOFTMAX int8 0 in=33 out=34
    expect cortex-m4 cmsis scratch=0:160,9:256 head=16000 tail=6820 smallest=22832
    expect cortex-m4 ref scratch= head=16000 tail=6772 smallest=22784
    expect x86 ref scratch= head=16000 tail=8272 smallest=24272
    expect cortex-m55 cmsis scratch=0:192,1:4464,3:4464,5:4464,7:4464 head=20464 tail=6884 smallest=27360
    expect xtensa ref scratch= head=16000 tail=6780 smallest=-
    model okay_nabu.tflite
    subgraph in=0 out=104
    tensors p120/1 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0
    tensors c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 p4 p4 p4 p4 p4 p4
    tensors p120/1 p896/1 p1024/1 p80/1 p200/1 p80/1 p64/1 p128/1 p192/1 p128/1 p64/1 p64/1
    tensors p512/1 p576/1 p512/1 p288/1 p288/1 p160/1 p32/1 p288/1 p32/1 p64/1 p64/1 p768/1
    tensors p832/1 p768/1 p416/1 p416/1 p224/1 p32/1 p416/1 p32/1 p64/1 p64/1 p960/1 p896/1
    tensors p480/1 p480/1 p288/1 p32/1 p480/1 p32/1 p64/1 p64/1 p1088/1 p1024/1 p64/1 p64/1 p1/1
    tensors p1/1 p1/1
    CALL_ONCE other 0 in= out= call=1
    VAR_HANDLE other 0 in= out=48 resource=0/0
    VAR_HANDLE other 0 in= out=49 resource=1/0
    VAR_HANDLE other 0 in= out=50 resource=2/0
    VAR_HANDLE other 0 in= out=51 resource=3/0
    VAR_HANDLE other 0 in= out=52 resource=4/0
    VAR_HANDLE other 0 in= out=53 resource=5/0
    RESHAPE int8 0 in=0,1 out=54
    READ_VARIABLE other 0 in=48 out=55 resource=0/0
    READ_VARIABLE other 0 in=49 out=56 resource=1/0
    READ_VARIABLE other 0 in=50 out=57 resource=2/0
    CONCATENATION int8 0 in=57,54 out=58
    STRIDED_SLICE int8 0 in=58,2,3,4 out=59
    ASSIGN_VARIABLE other 0 in=50,59 out= resource=2/80
    CONV_2D int8 64 in=58,47,46 out=60
    READ_VARIABLE other 0 in=51 out=61 resource=3/0
    CONCATENATION int8 0 in=61,60 out=62
    STRIDED_SLICE int8 0 in=62,2,5,4 out=63
    ASSIGN_VARIABLE other 0 in=51,63 out= resource=3/128
    DEPTHWISE_CONV_2D int8 64 in=62,45,44 out=64
    CONV_2D int8 64 in=64,43,42 out=65
    READ_VARIABLE other 0 in=52 out=66 resource=4/0
    CONCATENATION int8 0 in=66,65 out=67
    STRIDED_SLICE int8 0 in=67,6,5,4 out=68
    ASSIGN_VARIABLE other 0 in=52,68 out= resource=4/512
    SPLIT_V int8 0 in=67,7,8 out=69,70
    STRIDED_SLICE int8 0 in=69,9,10,4 out=71
    DEPTHWISE_CONV_2D int8 32 in=71,41,40 out=72
    STRIDED_SLICE int8 0 in=70,11,10,4 out=73
    DEPTHWISE_CONV_2D int8 32 in=73,39,38 out=74
    CONCATENATION int8 0 in=72,74 out=75
    CONV_2D int8 64 in=75,37,36 out=76
    READ_VARIABLE other 0 in=53 out=77 resource=5/0
    CONCATENATION int8 0 in=77,76 out=78
    STRIDED_SLICE int8 0 in=78,12,5,4 out=79
    ASSIGN_VARIABLE other 0 in=53,79 out= resource=5/768
    SPLIT_V int8 0 in=78,7,8 out=80,81
    STRIDED_SLICE int8 0 in=80,13,10,4 out=82
    DEPTHWISE_CONV_2D int8 32 in=82,35,34 out=83
    STRIDED_SLICE int8 0 in=81,14,10,4 out=84
    DEPTHWISE_CONV_2D int8 32 in=84,33,32 out=85
    CONCATENATION int8 0 in=83,85 out=86
    CONV_2D int8 64 in=86,31,30 out=87
    CONCATENATION int8 0 in=55,87 out=88
    STRIDED_SLICE int8 0 in=88,15,5,4 out=89
    ASSIGN_VARIABLE other 0 in=48,89 out= resource=0/896
    SPLIT_V int8 0 in=88,7,8 out=90,91
    STRIDED_SLICE int8 0 in=90,11,10,4 out=92
    DEPTHWISE_CONV_2D int8 32 in=92,29,28 out=93
    STRIDED_SLICE int8 0 in=91,16,10,4 out=94
    DEPTHWISE_CONV_2D int8 32 in=94,27,26 out=95
    CONCATENATION int8 0 in=93,95 out=96
    CONV_2D int8 64 in=96,25,24 out=97
    CONCATENATION int8 0 in=56,97 out=98
    STRIDED_SLICE int8 0 in=98,17,5,4 out=99
    ASSIGN_VARIABLE other 0 in=49,99 out= resource=1/1024
    DEPTHWISE_CONV_2D int8 64 in=98,23,22 out=100
    CONV_2D int8 64 in=100,21,20 out=101
    FULLY_CONNECTED int8 1 in=101,19,18 out=102
    LOGISTIC int8 0 in=102 out=103
    QUANTIZE int8 0 in=103 out=104
    subgraph in= out=
    tensors p4 c0 p4 c0 p4 c0 p4 c0 p4 c0 p4 c0
    VAR_HANDLE other 0 in= out=0 resource=5/0
    ASSIGN_VARIABLE other 0 in=0,1 out= resource=5/768
    VAR_HANDLE other 0 in= out=2 resource=4/0
    ASSIGN_VARIABLE other 0 in=2,3 out= resource=4/512
    VAR_HANDLE other 0 in= out=4 resource=3/0
    ASSIGN_VARIABLE other 0 in=4,5 out= resource=3/128
    VAR_HANDLE other 0 in= out=6 resource=2/0
    ASSIGN_VARIABLE other 0 in=6,7 out= resource=2/80
    VAR_HANDLE other 0 in= out=8 resource=1/0
    ASSIGN_VARIABLE other 0 in=8,9 out= resource=1/1024
    VAR_HANDLE other 0 in= out=10 resource=0/0
    ASSIGN_VARIABLE other 0 in=10,11 out= resource=0/896
    expect cortex-m4 cmsis scratch=14:800,19:384,27:320,29:576,38:448,40:832,48:576,50:960,56:2176 head=3712 tail=16804 smallest=22432
    expect cortex-m4 ref scratch= head=3840 tail=16740 smallest=21648
    expect x86 ref scratch= head=3840 tail=22064 smallest=27872
    expect cortex-m55 cmsis scratch=14:832,19:1488,27:2480,29:4464,38:3472,40:6448,48:4464,50:7440,56:8432 head=10544 tail=16820 smallest=27376
    model person_detect.tflite
    subgraph in=88 out=87
    tensors c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0
    tensors p256/1 p2/1 c0 c0 p2/1 c0 c0 p18432/1 p4608/1 c0 c0 p4608/1 p4608/1 c0 c0 p4608/1
    tensors p1152/1 c0 c0 p2304/1 p2304/1 c0 c0 p2304/1 p18432/1 c0 c0 p36864/1 p9216/1 c0 c0
    tensors p18432/1 p18432/1 c0 c0 p18432/1 p4608/1 c0 c0 p9216/1 p9216/1 c0 c0 p9216/1 p2304/1
    tensors c0 c0 p4608/1 p4608/1 c0 c0 p4608/1 p4608/1 c0 c0 p4608/1 p4608/1 c0 c0 p4608/1 p2/1
    tensors p9216/1
    DEPTHWISE_CONV_2D int8 8 in=88,0,33 out=34
    DEPTHWISE_CONV_2D int8 8 in=34,9,52 out=51
    CONV_2D int8 16 in=51,10,53 out=54
    DEPTHWISE_CONV_2D int8 16 in=54,11,56 out=55
    CONV_2D int8 32 in=55,12,57 out=58
    DEPTHWISE_CONV_2D int8 32 in=58,13,60 out=59
    CONV_2D int8 32 in=59,14,61 out=62
    DEPTHWISE_CONV_2D int8 32 in=62,15,64 out=63
    CONV_2D int8 64 in=63,16,65 out=66
    DEPTHWISE_CONV_2D int8 64 in=66,17,68 out=67
    CONV_2D int8 64 in=67,18,69 out=70
    DEPTHWISE_CONV_2D int8 64 in=70,19,72 out=71
    CONV_2D int8 128 in=71,20,73 out=74
    DEPTHWISE_CONV_2D int8 128 in=74,21,76 out=75
    CONV_2D int8 128 in=75,22,77 out=78
    DEPTHWISE_CONV_2D int8 128 in=78,23,80 out=79
    CONV_2D int8 128 in=79,24,81 out=82
    DEPTHWISE_CONV_2D int8 128 in=82,25,84 out=83
    CONV_2D int8 128 in=83,26,85 out=86
    DEPTHWISE_CONV_2D int8 128 in=86,1,36 out=35
    CONV_2D int8 128 in=35,2,37 out=38
    DEPTHWISE_CONV_2D int8 128 in=38,3,40 out=39
    CONV_2D int8 128 in=39,4,41 out=42
    DEPTHWISE_CONV_2D int8 128 in=42,5,44 out=43
    CONV_2D int8 256 in=43,6,45 out=46
    DEPTHWISE_CONV_2D int8 256 in=46,7,48 out=47
    CONV_2D int8 256 in=47,8,49 out=50
    AVERAGE_POOL_2D int8 0 in=50 out=27
    CONV_2D int8 2 in=27,30,29 out=28
    RESHAPE int8 0 in=28,32 out=31
    SOFTMAX int8 0 in=31 out=87
    expect cortex-m4 cmsis scratch=27:1024 head=55296 tail=27012 smallest=82320
    expect cortex-m4 ref scratch= head=55296 tail=26996 smallest=82304
    expect x86 ref scratch= head=55296 tail=29968 smallest=85264
    expect cortex-m55 cmsis scratch=0:144,1:4464,3:4464,5:4464,7:4464,9:4464,11:4464,13:4464,15:4464,17:4464,19:4464,21:4464,23:4464,25:4464 head=55296 tail=27060 smallest=82368
    expect xtensa ref scratch= head=55296 tail=27004 smallest=-
    model pretrainedResnet_quant.tflite
    subgraph in=0 out=37
    tensors p3072/1 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 p16384/1
    tensors p16384/1 p16384/1 p16384/1 p8192/1 p8192/1 p8192/1 p8192/1 p4096/1 p4096/1 p4096/1
    tensors p4096/1 p64/1 p64/1 p10/1 p10/1
    CONV_2D int8 16 in=0,8,3 out=22
    CONV_2D int8 16 in=22,9,4 out=23
    CONV_2D int8 16 in=23,10,17 out=24
    ADD int8 0 in=22,24 out=25
    CONV_2D int8 32 in=25,11,5 out=26
    CONV_2D int8 32 in=26,12,18 out=27
    CONV_2D int8 32 in=25,13,19 out=28
    ADD int8 0 in=28,27 out=29
    CONV_2D int8 64 in=29,14,6 out=30
    CONV_2D int8 64 in=30,15,20 out=31
    CONV_2D int8 64 in=29,16,21 out=32
    ADD int8 0 in=32,31 out=33
    AVERAGE_POOL_2D int8 0 in=33 out=34
    RESHAPE int8 0 in=34,2 out=35
    FULLY_CONNECTED int8 10 in=35,7,1 out=36
    SOFTMAX int8 0 in=36 out=37
    expect cortex-m4 cmsis scratch=0:112,1:576,2:576,4:576,5:1152,8:1152,9:2304,12:256 head=49728 tail=5268 smallest=55008
    expect cortex-m4 ref scratch= head=49152 tail=5188 smallest=54352
    expect x86 ref scratch= head=49152 tail=6832 smallest=55984
    expect cortex-m55 cmsis scratch=0:128,1:576,2:576,4:576,5:1152,8:1152,9:2304 head=49728 tail=5300 smallest=55040
    expect xtensa ref scratch= head=49152 tail=5212 smallest=-
    model str_ww_ref_model.tflite
    subgraph in=0 out=30
    tensors p1200/1 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 p1120/1 p3584/1
    tensors p3072/1 p3072/1 p1920/1 p1920/1 p128/1 p32/1 p32/1 p3/1 p3/1
    DEPTHWISE_CONV_2D int8 40 in=0,19,18 out=20
    CONV_2D int8 128 in=20,17,16 out=21
    DEPTHWISE_CONV_2D int8 128 in=21,15,12 out=22
    CONV_2D int8 128 in=22,11,10 out=23
    DEPTHWISE_CONV_2D int8 128 in=23,9,13 out=24
    CONV_2D int8 128 in=24,8,7 out=25
    DEPTHWISE_CONV_2D int8 128 in=25,6,14 out=26
    CONV_2D int8 32 in=26,5,4 out=27
    RESHAPE int8 0 in=27,1 out=28
    FULLY_CONNECTED int8 3 in=28,3,2 out=29
    SOFTMAX int8 0 in=29 out=30
    expect cortex-m4 cmsis scratch=0:240,2:1280,4:2560,6:3840 head=7936 tail=8660 smallest=16608
    expect cortex-m4 ref scratch= head=6656 tail=8596 smallest=15264
    expect x86 ref scratch= head=6656 tail=9984 smallest=16640
    expect cortex-m55 cmsis scratch=0:1488,2:2480,4:4960,6:7440 head=11280 tail=8676 smallest=19968
    model trained_lstm_int8.tflite
    subgraph in=0 out=26
    tensors p784/1 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 v20/1 v40/1 p0 p0 p0 p0 p0/1
    tensors p560/1 p560/1 p10/1 p10/1
    UNIDIRECTIONAL_SEQUENCE_LSTM int8 20 in=0,15,14,13,12,11,10,9,8,-1,-1,-1,7,6,5,4,-1,-1,16,17,-1,-1,-1,-1 out=23
    RESHAPE int8 0 in=23,1 out=24
    FULLY_CONNECTED int8 10 in=24,3,2 out=25
    SOFTMAX int8 0 in=25 out=26
    expect cortex-m4 cmsis scratch=0:48,0:48,0:48 head=1488 tail=2564 smallest=4064
    expect cortex-m4 ref scratch=0:48,0:48,0:48,0:48 head=1536 tail=1684 smallest=3232
    expect x86 ref scratch=0:48,0:48,0:48,0:48 head=1536 tail=2672 smallest=4208
    expect cortex-m55 cmsis scratch=0:48,0:48,0:48 head=1488 tail=2612 smallest=4112
    """)
}
