// The settings of the C library's allocator, which its Swift module leaves out.
#include <malloc.h>
