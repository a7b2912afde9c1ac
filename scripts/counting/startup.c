// From reset to main and out again by semihosting, for Cortex-M under qemu-system-arm.
extern int main(void);
extern unsigned stack_top;

void quit(void) {
  register int operation __asm__("r0") = 0x18;
  register int reason __asm__("r1") = 0x20026;
  __asm__ volatile("bkpt 0xab" ::"r"(operation), "r"(reason));
  for (;;) {
  }
}

void reset(void) {
  // Switches the floating-point unit on.
  *(volatile unsigned *)0xE000ED88 |= 0xF << 20;
  __asm__ volatile("dsb\n isb");
  main();
  quit();
}

__attribute__((section(".vectors"), used)) void *vectors[16] = {
    &stack_top, reset, quit, quit, quit, quit, quit};
