// The number of heap allocations that this process has made.
long allocations_so_far(void);
