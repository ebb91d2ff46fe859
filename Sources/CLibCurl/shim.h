// libcurl is opened at the first request (see HTTP), not linked: loading it
// and the forty libraries behind it costs more than planning an application.
#include <curl/curl.h>
#include <stddef.h>

// Swift cannot call variadic functions. Each of these passes one value of one
// type to curl_easy_setopt, curl_easy_getinfo or curl_multi_setopt, whose address
// comes from dlsym.

typedef CURLcode (*rad_curl_setopt)(CURL *, CURLoption, ...);
typedef CURLcode (*rad_curl_getinfo)(CURL *, CURLINFO, ...);
typedef CURLMcode (*rad_curl_multi_setopt)(CURLM *, CURLMoption, ...);

static inline CURLMcode rad_curl_multi_set_long(void *setopt, CURLM *multi, CURLMoption option, long value) {
    return ((rad_curl_multi_setopt)setopt)(multi, option, value);
}

static inline CURLcode rad_curl_set_long(void *setopt, CURL *handle, CURLoption option, long value) {
    return ((rad_curl_setopt)setopt)(handle, option, value);
}

static inline CURLcode rad_curl_set_size(void *setopt, CURL *handle, CURLoption option, curl_off_t value) {
    return ((rad_curl_setopt)setopt)(handle, option, value);
}

static inline CURLcode rad_curl_set_text(void *setopt, CURL *handle, CURLoption option, const char *value) {
    return ((rad_curl_setopt)setopt)(handle, option, value);
}

static inline CURLcode rad_curl_set_pointer(void *setopt, CURL *handle, CURLoption option, const void *value) {
    return ((rad_curl_setopt)setopt)(handle, option, value);
}

static inline CURLcode rad_curl_set_blob(void *setopt, CURL *handle, CURLoption option, const void *data, size_t size) {
    struct curl_blob blob = {(void *)data, size, CURL_BLOB_COPY};
    return ((rad_curl_setopt)setopt)(handle, option, &blob);
}

static inline CURLcode rad_curl_set_write(void *setopt, CURL *handle, CURLoption option, curl_write_callback function) {
    return ((rad_curl_setopt)setopt)(handle, option, function);
}

static inline CURLcode rad_curl_set_progress(void *setopt, CURL *handle, curl_xferinfo_callback function) {
    return ((rad_curl_setopt)setopt)(handle, CURLOPT_XFERINFOFUNCTION, function);
}

// Versions before 7.85 know only the numeric option, later ones deprecate it.
static inline CURLcode rad_curl_allow_http_only(void *setopt, CURL *handle) {
    CURLcode result = ((rad_curl_setopt)setopt)(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    if (result == CURLE_OK) {
        result = ((rad_curl_setopt)setopt)(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    }
    if (result == CURLE_UNKNOWN_OPTION) {
        long protocols = CURLPROTO_HTTP | CURLPROTO_HTTPS;
        result = ((rad_curl_setopt)setopt)(handle, CURLOPT_PROTOCOLS, protocols);
        if (result == CURLE_OK) {
            result = ((rad_curl_setopt)setopt)(handle, CURLOPT_REDIR_PROTOCOLS, protocols);
        }
    }
    return result;
}

static inline long rad_curl_status(void *getinfo, CURL *handle) {
    long status = 0;
    ((rad_curl_getinfo)getinfo)(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static inline curl_socket_t rad_curl_socket(void *getinfo, CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    ((rad_curl_getinfo)getinfo)(handle, CURLINFO_ACTIVESOCKET, &socket);
    return socket;
}
