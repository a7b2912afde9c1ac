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

struct Dimensions {
  int size;
  int extents[4];
};

inline TfLiteEvalTensor Tensor(void* data, TfLiteType type, Dimensions* dimensions) {
  TfLiteEvalTensor tensor;
  tensor.data.raw = reinterpret_cast<decltype(tensor.data.raw)>(data);
  tensor.dims = reinterpret_cast<TfLiteIntArray*>(dimensions);
  tensor.type = type;
  return tensor;
}
