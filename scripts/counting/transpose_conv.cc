// TRANSPOSE_CONV of 16-bit activations as TensorFlow Lite Micro evaluates it: sums of 64 bits in a scratch
// buffer that a function hands out, and a bias of 16 bits widened first.
#include "tensorflow/lite/kernels/internal/reference/integer_ops/transpose_conv.h"

#include "transpose_conv.h"

using tflite::micro::GetTensorShape;

TfLiteStatus CountedEval(Context* context) {
  const TfLiteEvalTensor* input = context->input;
  const TfLiteEvalTensor* filter = context->filter;
  const TfLiteEvalTensor* bias = context->bias;
  TfLiteEvalTensor* output = context->output;
  const Operation& operation = *context->operation;
  switch (input->type) {
    case kTfLiteInt16: {
      auto* scratch =
          static_cast<int64_t*>(context->GetScratchBuffer(context, operation.scratch));
      if (bias != nullptr && bias->type == kTfLiteInt16) {
        auto* wide =
            static_cast<int64_t*>(context->GetScratchBuffer(context, operation.converted_bias));
        for (int i = 0; i < GetTensorShape(bias).FlatSize(); i++) {
          wide[i] = reinterpret_cast<const int16_t*>(bias->data.raw)[i];
        }
        tflite::reference_integer_ops::TransposeConv(
            operation.params, operation.multipliers, operation.shifts, GetTensorShape(input),
            Data<int16_t>(input), GetTensorShape(filter), Data<int8_t>(filter),
            GetTensorShape(bias), wide, GetTensorShape(output), Data<int16_t>(output),
            GetTensorShape(nullptr), nullptr, scratch);
      } else {
        tflite::reference_integer_ops::TransposeConv(
            operation.params, operation.multipliers, operation.shifts, GetTensorShape(input),
            Data<int16_t>(input), GetTensorShape(filter), Data<int8_t>(filter),
            GetTensorShape(bias), Data<int64_t>(bias), GetTensorShape(output),
            Data<int16_t>(output), GetTensorShape(nullptr), nullptr, scratch);
      }
      break;
    }
    default:
      return kTfLiteError;
  }
  return kTfLiteOk;
}
