// Calls the counted evaluation once for each shape of shapes.inc, between the counter's markers.
#include "transpose_conv.h"

namespace {

struct Shape {
  int height, width, channels, output_height, output_width, output_channels;
  int kernel_height, kernel_width, stride_height, stride_width, padding_top, padding_left;
};

const Shape shapes[] = {
#include "shapes.inc"
};

int16_t input[20000], output[25000];
int8_t weights[40000];
int64_t sums[25000], biases[64];
int32_t multipliers[64], shifts[64];

void* Scratch(Context*, int) { return sums; }

}  // namespace

int main() {
  unsigned random = 1;
  for (int16_t& value : input) value = (random = random * 1664525u + 1013904223u) >> 16;
  for (int8_t& value : weights) value = (random = random * 1664525u + 1013904223u) >> 24;
  for (int channel = 0; channel < 64; ++channel) {
    multipliers[channel] = 0x50000000 + channel;
    shifts[channel] = -8;
    biases[channel] = channel;
  }
  for (const Shape& shape : shapes) {
    Dimensions in = {4, {1, shape.height, shape.width, shape.channels}};
    Dimensions out = {4, {1, shape.output_height, shape.output_width, shape.output_channels}};
    Dimensions filter = {
        4, {shape.output_channels, shape.kernel_height, shape.kernel_width, shape.channels}};
    Dimensions bias = {1, {shape.output_channels, 0, 0, 0}};
    TfLiteEvalTensor tensors[] = {
        Tensor(weights, kTfLiteInt8, &filter), Tensor(input, kTfLiteInt16, &in),
        Tensor(biases, kTfLiteInt64, &bias), Tensor(output, kTfLiteInt16, &out)};
    Operation operation = {};
    operation.params.stride_width = shape.stride_width;
    operation.params.stride_height = shape.stride_height;
    operation.params.padding_values.width = shape.padding_left;
    operation.params.padding_values.height = shape.padding_top;
    operation.params.quantized_activation_min = -32768;
    operation.params.quantized_activation_max = 32767;
    operation.multipliers = multipliers;
    operation.shifts = shifts;
    Context context = {Scratch, &tensors[0], &tensors[1], &tensors[2], &tensors[3], &operation};
    __asm__ volatile("mov r9, r9" ::: "memory");
    CountedEval(&context);
    __asm__ volatile("mov r10, r10" ::: "memory");
  }
}
