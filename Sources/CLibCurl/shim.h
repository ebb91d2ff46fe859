// libcurl is opened at the first request (see HTTP), not linked: loading it
// and the forty libraries behind it costs more than planning an application.
#include <curl/curl.h>
