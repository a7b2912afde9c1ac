// gzip and deflate: zlib (Debian package zlib1g-dev).
#include <zlib.h>

// `inflateInit2` and `deflateInit2` are macros, which Swift does not import.
static inline int opmeter_inflate_init(z_streamp stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

static inline int opmeter_deflate_init(z_streamp stream, int level, int window_bits) {
  return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}
