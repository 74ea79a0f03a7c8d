package dev.steerage.evaluation;

/** The checks of a GPU, with another number of threads of the CPU in its place. */
class CpuParityTest extends DeviceParity {
  @Override
  GpuUse device() {
    return GpuUse.none();
  }

  @Override
  int threads() {
    return 2;
  }

  @Override
  double bound() {
    return 1e-5;
  }
}
