#pragma once

#include "tensor.h"

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
