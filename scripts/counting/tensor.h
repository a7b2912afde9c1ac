// What the counted evaluations share with the program that calls them.
#pragma once

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/kernels/internal/types.h"

// Of another file, as in the interpreter: a compiler that saw inside would keep shapes in registers.
namespace tflite::micro {
const RuntimeShape GetTensorShape(const TfLiteEvalTensor* tensor);
}

template <typename T>
T* Data(TfLiteEvalTensor* tensor) {
  return tensor != nullptr ? reinterpret_cast<T*>(tensor->data.raw) : nullptr;
}

template <typename T>
const T* Data(const TfLiteEvalTensor* tensor) {
  return tensor != nullptr ? reinterpret_cast<const T*>(tensor->data.raw) : nullptr;
}

struct Window {
  int stride_height, stride_width, height, width;
};

struct Prepared {
  int padding_top, padding_left;
  int32_t minimum, maximum;
};

TfLiteStatus CountedEval(
    const Window* window, const Prepared* prepared, const TfLiteEvalTensor* input,
    TfLiteEvalTensor* output);
