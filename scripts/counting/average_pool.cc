// AVERAGE_POOL_2D of int8 as TensorFlow Lite Micro evaluates it with reference kernels: parameters from
// the operator and from what was prepared, shapes from a function of another file, the kernel inlined.
// The form matters: with fewer pointers at hand the compiler keeps other values in registers.
#include "tensorflow/lite/kernels/internal/reference/integer_ops/pooling.h"

#include "average_pool.h"

namespace {

template <typename T>
void Pool(
    const Window* window, const Prepared* prepared, const TfLiteEvalTensor* input,
    TfLiteEvalTensor* output) {
  tflite::PoolParams params;
  params.stride_height = window->stride_height;
  params.stride_width = window->stride_width;
  params.filter_height = window->height;
  params.filter_width = window->width;
  params.padding_values.height = prepared->padding_top;
  params.padding_values.width = prepared->padding_left;
  params.quantized_activation_min = prepared->minimum;
  params.quantized_activation_max = prepared->maximum;
  tflite::reference_integer_ops::AveragePool(
      params, tflite::micro::GetTensorShape(input), Data<T>(input),
      tflite::micro::GetTensorShape(output), Data<T>(output));
}

}  // namespace

TfLiteStatus CountedEval(
    const Window* window, const Prepared* prepared, const TfLiteEvalTensor* input,
    TfLiteEvalTensor* output) {
  switch (input->type) {
    case kTfLiteInt8:
      Pool<int8_t>(window, prepared, input, output);
      break;
    default:
      return kTfLiteError;
  }
  return kTfLiteOk;
}
