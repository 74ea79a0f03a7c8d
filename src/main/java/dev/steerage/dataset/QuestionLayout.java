package dev.steerage.dataset;

/** The layouts of files of multiple-choice questions. */
public enum QuestionLayout {
  /** Hendrycks et al. 2021, arXiv 2009.03300, as its authors give it out. */
  MMLU_CSV("MMLU, CSV: question, choices, letter"),
  /** The same as Hugging Face's datasets have it. */
  MMLU_JSON("MMLU, JSON: question, choices, answer"),
  /** Clark et al. 2018, arXiv 1803.05457, as its authors or Hugging Face give it out. */
  ARC_JSON("ARC, JSON: question, choices with labels, answerKey"),
  /** Lin et al. 2022, arXiv 2109.07958, as its authors give it out. */
  TRUTHFULQA_CSV("TruthfulQA, CSV: Question, Best Answer, Correct Answers, Incorrect Answers"),
  /** The same, for multiple choice, as its authors or Hugging Face give it out. */
  TRUTHFULQA_JSON("TruthfulQA, JSON: question, mc1_targets, mc2_targets");

  private final String words;

  QuestionLayout(String words) {
    this.words = words;
  }

  /** What it is, in words. */
  public String words() {
    return words;
  }
}
