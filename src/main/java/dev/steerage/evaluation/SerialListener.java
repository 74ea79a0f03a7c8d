package dev.steerage.evaluation;

/** Passes on what several threads say, one thing at a time. */
final class SerialListener implements EvaluationListener {
  private final EvaluationListener listener;

  SerialListener(EvaluationListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void planned(EvaluationPlan plan) {
    listener.planned(plan);
  }

  @Override
  public synchronized void started(long tokens, int cells, int complete) {
    listener.started(tokens, cells, complete);
  }

  @Override
  public synchronized void stage(String what) {
    listener.stage(what);
  }

  @Override
  public synchronized void decoding() {
    listener.decoding();
  }

  @Override
  public synchronized void note(String sentence) {
    listener.note(sentence);
  }

  @Override
  public synchronized void decoded(long tokens) {
    listener.decoded(tokens);
  }

  @Override
  public synchronized void warning(String sentence) {
    listener.warning(sentence);
  }

  @Override
  public synchronized void finished() {
    listener.finished();
  }
}
