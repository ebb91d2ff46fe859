// A web server for tests that says who it is and what the services say to which it is connected.
// It listens on 8080; its name is the first argument. It ends with status 3 if CRASH is set, and then tells PASSWORD.
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

extern char **environ;

/// Finds the address of a host; 0 if it has none.
static in_addr_t address_of(const char *host) {
    unsigned char answer[1024];
    int length = res_search(host, ns_c_in, ns_t_a, answer, sizeof answer);
    ns_msg message;
    ns_rr record;
    if (length < 0 || ns_initparse(answer, length, &message) < 0) return 0;
    for (int index = 0; index < ns_msg_count(message, ns_s_an); index++) {
        if (ns_parserr(&message, ns_s_an, index, &record) < 0 || ns_rr_type(record) != ns_t_a) continue;
        in_addr_t address;
        memcpy(&address, ns_rr_rdata(record), sizeof address);
        return address;
    }
    return 0;
}

/// Asks another service, and adds what it says to a text.
static void ask(const char *host, char *text, size_t size) {
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(8080), .sin_addr.s_addr = address_of(host)};
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval limit = {.tv_sec = 5};
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    char answer[2048] = "";
    size_t length = 0;
    if (peer.sin_addr.s_addr && connect(connection, (struct sockaddr *)&peer, sizeof peer) == 0) {
        static const char request[] = "GET / HTTP/1.0\r\n\r\n";
        (void)!write(connection, request, sizeof request - 1);
        ssize_t count;
        while (length < sizeof answer - 1 && (count = read(connection, answer + length, sizeof answer - 1 - length)) > 0)
            length += count;
        answer[length] = 0;
    }
    close(connection);
    char *body = strstr(answer, "\r\n\r\n");
    size_t used = strlen(text);
    snprintf(text + used, size - used, " (%s)", body ? body + 4 : "nobody answers");
}

int main(int count, char **arguments) {
    const char *version = getenv("VERSION"), *password = getenv("PASSWORD");
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, _exit);
    if (getenv("CRASH")) {
        printf("%s begins\ncannot sign in with %s\n", arguments[1], password ? password : "nothing");
        return 3;
    }
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(8080)};
    if (bind(listener, (struct sockaddr *)&own, sizeof own) || listen(listener, 16)) return 1;
    printf("%s listens\n", arguments[1]);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        char request[2048], text[2048];
        if (read(connection, request, sizeof request) > 0) {
            snprintf(text, sizeof text, "%s %s", arguments[1], version ? version : "1");
            for (char **variable = environ; *variable; variable++) {
                char *value = strchr(*variable, '=');
                if (strncmp(*variable, "CONNECTION_", 11) || strncmp(value - 9, "_HOSTNAME", 9)) continue;
                ask(value + 1, text, sizeof text);
            }
            dprintf(connection, "HTTP/1.0 200 OK\r\n\r\n%s", text);
            printf("%s answers\n", arguments[1]);
        }
        close(connection);
    }
}
