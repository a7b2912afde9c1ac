// HTTP/2 framing, HPACK and flow control: libnghttp2 (Debian package libnghttp2-dev).
#include <nghttp2/nghttp2.h>
