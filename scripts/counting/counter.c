// A QEMU plugin: prints how many guest instructions run between two markers, `mov r9, r9` and
// `mov r10, r10`, which compilers never emit.
//
// QEMU's stable plugin interface (version 1) is declared here as far as it is called, since Debian ships
// no header of it.
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void (*block_callback)(qemu_plugin_id_t, struct qemu_plugin_tb *);
typedef void (*instruction_callback)(unsigned int, void *);
enum { NO_REGISTERS = 0, ADD = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, block_callback);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, instruction_callback, int, void *);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int, void *, uint64_t);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);

int qemu_plugin_version = 1;

static const uint16_t start_marker = 0x46c9, end_marker = 0x46d2;
static uint64_t count, start;

static void mark(unsigned int cpu, void *is_end) {
  (void)cpu;
  if (is_end) fprintf(stderr, "count %" PRIu64 "\n", count - start);
  start = count;
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
  (void)id;
  for (size_t index = 0; index < qemu_plugin_tb_n_insns(block); ++index) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, index);
    uint16_t half = 0;
    memcpy(&half, qemu_plugin_insn_data(instruction), sizeof half);
    int is_short = qemu_plugin_insn_size(instruction) == 2;
    if (is_short && (half == start_marker || half == end_marker)) {
      qemu_plugin_register_vcpu_insn_exec_cb(
          instruction, mark, NO_REGISTERS, half == end_marker ? &count : NULL);
    } else {
      qemu_plugin_register_vcpu_insn_exec_inline(instruction, ADD, &count, 1);
    }
  }
}

int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv) {
  (void)info, (void)argc, (void)argv;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
  return 0;
}
