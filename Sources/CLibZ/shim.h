// zlib is opened when the first archive is unpacked (see Archives), not linked.
#include <zlib.h>
