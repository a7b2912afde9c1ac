// Linux calls that Swift's Glibc module leaves out: epoll(7), eventfd(2) and accept4(2).
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Declared by <sys/socket.h> for _GNU_SOURCE alone, which Swift does not define.
struct sockaddr;
extern int accept4(int descriptor, struct sockaddr *address, unsigned int *length, int flags);
