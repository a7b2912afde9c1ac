#pragma once

#include "tensor.h"

struct Operation {
  tflite::ConvParams params;
  int scratch, converted_bias;
  int32_t* multipliers;
  int32_t* shifts;
};

struct Context {
  void* (*GetScratchBuffer)(Context*, int);
  TfLiteEvalTensor *filter, *input, *bias, *output;
  Operation* operation;
};

TfLiteStatus CountedEval(Context* context);
