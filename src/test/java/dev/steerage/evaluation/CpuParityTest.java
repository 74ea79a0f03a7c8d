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

  /** Which kernels round activations to the F16 of the weights depends on CPU and batch. */
  @Override
  double batchBound() {
    return 5e-3;
  }
}
