// Of another file than what is counted, as in the interpreter.
#include "tensor.h"

namespace tflite::micro {
const RuntimeShape GetTensorShape(const TfLiteEvalTensor* tensor) {
  if (tensor == nullptr || tensor->dims == nullptr) return RuntimeShape();
  return RuntimeShape(
      tensor->dims->size, reinterpret_cast<const int32_t*>(tensor->dims->data));
}
}  // namespace tflite::micro
