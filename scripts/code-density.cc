#include <cstddef>
#include "tensorflow/lite/kernels/internal/reference/integer_ops/conv.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/depthwise_conv.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/fully_connected.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/pooling.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/add.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/mul.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/logistic.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/mean.h"
#include "tensorflow/lite/kernels/internal/reference/integer_ops/transpose_conv.h"
#include "tensorflow/lite/kernels/internal/reference/conv.h"
#include "tensorflow/lite/kernels/internal/reference/depthwiseconv_float.h"
#include "tensorflow/lite/kernels/internal/reference/fully_connected.h"
#include "tensorflow/lite/kernels/internal/reference/softmax.h"
#include "tensorflow/lite/kernels/internal/reference/pooling.h"
#include "tensorflow/lite/kernels/internal/reference/concatenation.h"
#include "tensorflow/lite/kernels/internal/reference/strided_slice.h"
#include "tensorflow/lite/kernels/internal/reference/pad.h"
#include "tensorflow/lite/kernels/internal/reference/reduce.h"
#include "tensorflow/lite/kernels/internal/reference/transpose.h"
#include "tensorflow/lite/kernels/internal/reference/resize_nearest_neighbor.h"
#include "tensorflow/lite/kernels/internal/reference/quantize.h"
#include "tensorflow/lite/kernels/internal/reference/dequantize.h"
using namespace tflite_micro;
#define KEEP(n) __attribute__((used,noinline)) void n
namespace keep {
KEEP(conv_s8)(const ConvParams&p,const int32_t*m,const int32_t*s,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,const int32_t*f,const RuntimeShape&g,int8_t*h){reference_integer_ops::ConvPerChannel(p,m,s,a,b,c,d,e,f,g,h);}
KEEP(conv_s16)(const ConvParams&p,const int32_t*m,const int32_t*s,const RuntimeShape&a,const int16_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,const std::int64_t*f,const RuntimeShape&g,int16_t*h){reference_integer_ops::ConvPerChannel(p,m,s,a,b,c,d,e,f,g,h);}
KEEP(conv_f32)(const ConvParams&p,const RuntimeShape&a,const float*b,const RuntimeShape&c,const float*d,const RuntimeShape&e,const float*f,const RuntimeShape&g,float*h,const RuntimeShape&i,float*j){reference_ops::Conv(p,a,b,c,d,e,f,g,h,i,j);}
KEEP(dw_s8)(const DepthwiseParams&p,const int32_t*m,const int32_t*s,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,const int32_t*f,const RuntimeShape&g,int8_t*h){reference_integer_ops::DepthwiseConvPerChannel(p,m,s,a,b,c,d,e,f,g,h);}
KEEP(dw_f32)(const DepthwiseParams&p,const RuntimeShape&a,const float*b,const RuntimeShape&c,const float*d,const RuntimeShape&e,const float*f,const RuntimeShape&g,float*h){reference_ops::DepthwiseConv(p,a,b,c,d,e,f,g,h);}
KEEP(fc_s8)(const FullyConnectedParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,const int32_t*f,const RuntimeShape&g,int8_t*h){reference_integer_ops::FullyConnected(p,a,b,c,d,e,f,g,h);}
KEEP(fc_f32)(const FullyConnectedParams&p,const RuntimeShape&a,const float*b,const RuntimeShape&c,const float*d,const RuntimeShape&e,const float*f,const RuntimeShape&g,float*h){reference_ops::FullyConnected(p,a,b,c,d,e,f,g,h);}
KEEP(ap_s8)(const PoolParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,int8_t*d){reference_integer_ops::AveragePool(p,a,b,c,d);}
KEEP(mp_s8)(const PoolParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,int8_t*d){reference_integer_ops::MaxPool(p,a,b,c,d);}
KEEP(ap_f32)(const PoolParams&p,const RuntimeShape&a,const float*b,const RuntimeShape&c,float*d){reference_ops::AveragePool(p,a,b,c,d);}
KEEP(sm_s8)(const SoftmaxParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,int8_t*d){reference_ops::Softmax(p,a,b,c,d);}
KEEP(sm_s8s16)(const SoftmaxParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,int16_t*d){reference_ops::Softmax(p,a,b,c,d);}
KEEP(add_s8)(const ArithmeticParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,int8_t*f){reference_integer_ops::Add(p,a,b,c,d,e,f);}
KEEP(mul_s8)(const ArithmeticParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,int8_t*f){reference_integer_ops::Mul(p,a,b,c,d,e,f);}
KEEP(mulb_s8)(const ArithmeticParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int8_t*d,const RuntimeShape&e,int8_t*f){reference_integer_ops::BroadcastMul4DSlow(p,a,b,c,d,e,f);}
KEEP(logi_s8)(int32_t a,int32_t b,int32_t c,int32_t d,int32_t e,const int8_t*f,int8_t*g){reference_integer_ops::Logistic(a,b,c,d,e,f,g);}
KEEP(cat_s8)(const ConcatenationParams&p,const RuntimeShape*const*a,const int8_t*const*b,const RuntimeShape&c,int8_t*d){reference_ops::Concatenation(p,a,b,c,d);}
KEEP(cat_f32)(const ConcatenationParams&p,const RuntimeShape*const*a,const float*const*b,const RuntimeShape&c,float*d){reference_ops::Concatenation(p,a,b,c,d);}
KEEP(pad_s8)(const PadParams&p,const RuntimeShape&a,const int8_t*b,const int8_t*c,const RuntimeShape&d,int8_t*e){reference_ops::Pad(p,a,b,c,d,e);}
KEEP(tr_s8)(const TransposeParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,int8_t*d){reference_ops::Transpose(p,a,b,c,d);}
KEEP(q_f32)(const QuantizationParams&p,const RuntimeShape&a,const float*b,const RuntimeShape&c,int8_t*d){reference_ops::AffineQuantize(p,a,b,c,d);}
KEEP(dq_s8)(const DequantizationParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,float*d){reference_ops::Dequantize(p,a,b,c,d);}
KEEP(rnn_s8)(const ResizeNearestNeighborParams&p,const RuntimeShape&a,const int8_t*b,const RuntimeShape&c,const int32_t*d,const RuntimeShape&e,int8_t*f){reference_ops::ResizeNearestNeighbor(p,a,b,c,d,e,f);}
KEEP(ss_s8)(const StridedSliceParams&p,const RuntimeShape&a,const RuntimeShape&c,SequentialTensorWriter<int8_t>*w){reference_ops::StridedSlice(p,a,c,w);}
}
