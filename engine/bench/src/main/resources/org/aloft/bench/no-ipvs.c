/*
 * Loaded into keepalived (LD_PRELOAD) where the kernel has no IPVS, without which its checker does not run: answers the socket
 * options of linux/ip_vs.h as a kernel with an empty table would, and takes every change without making it. Nothing else differs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { FIRST = 64 + 1024 + 64, LAST = FIRST + 63 }; /* IP_VS_BASE_CTL and what follows it */

static int is_ipvs(int level, int option) {
    return level == IPPROTO_IP && option >= FIRST && option <= LAST;
}

int setsockopt(int socket, int level, int option, const void *value, socklen_t length) {
    if (is_ipvs(level, option))
        return 0;
    int (*kernel)(int, int, int, const void *, socklen_t) = dlsym(RTLD_NEXT, "setsockopt");
    return kernel(socket, level, option, value, length);
}

int getsockopt(int socket, int level, int option, void *restrict value, socklen_t *restrict length) {
    if (is_ipvs(level, option)) {
        memset(value, 0, *length);
        return 0;
    }
    int (*kernel)(int, int, int, void *, socklen_t *) = dlsym(RTLD_NEXT, "getsockopt");
    return kernel(socket, level, option, value, length);
}
