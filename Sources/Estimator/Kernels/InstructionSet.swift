/// The instruction-set class that a kernel library was compiled for.
///
/// Cores of one class run nearly the same instructions: M4, M7 and M33 differ by 1-2 % in most
/// kernels, v6-M and MVE by factors.
public enum InstructionSet: String, CaseIterable, Hashable, Sendable {
  /// Cortex-M0, M0+.
  case v6m
  /// Cortex-M3: no DSP extension.
  case v7m
  /// Cortex-M4, M7, M33 with the DSP extension.
  case dsp
  /// Cortex-M55, M85 with vectors (Helium).
  case mve
  case xtensa, riscv
  case x86
}
