// Sets the wall clock of the program that it is loaded into (LD_PRELOAD): the number of seconds in the
// first 64 bits of the file CLOCK_OFFSET is added to it, and may be changed at any time. Clocks that
// never jump are left alone.
//
// libfaketime does the same, but changes the environment before `main`, where Swift then no longer finds
// its arguments.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static _Atomic int64_t none;
static _Atomic int64_t *offset = &none;

__attribute__((constructor)) static void open_offset(void) {
  const char *path = getenv("CLOCK_OFFSET");
  if (!path) return;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  void *shared = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, descriptor, 0);
  if (shared != MAP_FAILED) offset = shared;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += atomic_load(offset);
  return result;
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict place, void *restrict zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  place->tv_sec = now.tv_sec;
  place->tv_usec = now.tv_nsec / 1000;
  return 0;
}
