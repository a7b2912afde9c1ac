// Calls the counted evaluation once for each shape of shapes.inc, between the counter's markers.
#include "average_pool.h"

namespace {

struct Shape {
  int height, width, channels, output_height, output_width;
  Window window;
  Prepared prepared;
};

const Shape shapes[] = {
#include "shapes.inc"
};

int8_t input[1 << 18], output[1 << 18];

}  // namespace

int main() {
  // The lower half of the values, as behind a ReLU: most sums of a pool are negative.
  unsigned random = 1;
  for (int8_t& value : input) {
    random = random * 1664525u + 1013904223u;
    value = static_cast<int8_t>(static_cast<int>(random >> 25) - 128);
  }
  for (const Shape& shape : shapes) {
    Dimensions in = {4, {1, shape.height, shape.width, shape.channels}};
    Dimensions out = {4, {1, shape.output_height, shape.output_width, shape.channels}};
    const TfLiteEvalTensor read = Tensor(input, kTfLiteInt8, &in);
    TfLiteEvalTensor written = Tensor(output, kTfLiteInt8, &out);
    __asm__ volatile("mov r9, r9" ::: "memory");
    CountedEval(&shape.window, &shape.prepared, &read, &written);
    __asm__ volatile("mov r10, r10" ::: "memory");
  }
}
