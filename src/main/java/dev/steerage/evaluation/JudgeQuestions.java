package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.Answer;
import dev.steerage.dataset.AnswerFile;
import dev.steerage.dataset.AnswerSet;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Aspect;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a judge is asked about answers, as its tokens. */
final class JudgeQuestions {
  private final LlamaModel judge;
  private final ChatFormat format;
  private final String concept;
  private final Map<Aspect, Rubric> rubrics = new EnumMap<>(Aspect.class);
  private final Map<Aspect, int[]> heads = new EnumMap<>(Aspect.class);

  /**
   * Questions about a concept.
   *
   * @param judge of which at least the tokenizer is loaded
   * @param concept in words
   * @throws InputException if ratings have no tokens of their own
   */
  JudgeQuestions(LlamaModel judge, ChatFormat format, String concept) {
    this.judge = judge;
    this.format = format;
    this.concept = concept;
    for (Aspect aspect : Aspect.values()) {
      rubrics.put(aspect, Rubric.of(aspect));
      heads.put(aspect, head(aspect));
    }
  }

  /**
   * What two texts that have nothing in common begin with, but for the last token, which might be
   * another one before other texts.
   */
  private int[] head(Aspect aspect) {
    int[] common = ask(aspect, "a", "a").common(ask(aspect, "0", "0"));
    return Arrays.copyOf(common, Math.max(0, common.length - 1));
  }

  /** The tokens with which the questions about an aspect begin, whatever they are about. */
  int[] headOf(Aspect aspect) {
    return Objects.requireNonNull(heads.get(aspect));
  }

  /** The question about an answer. */
  RatedText of(Aspect aspect, Answer answer) {
    return ask(aspect, answer.prompt(), answer.text());
  }

  private RatedText ask(Aspect aspect, String prompt, String answer) {
    Rubric rubric = Objects.requireNonNull(rubrics.get(aspect));
    return RatedText.of(judge, format, rubric.ask(concept, prompt, answer));
  }

  /**
   * Number of tokens of the longest question about any of these answers.
   *
   * @param context tokens that the judge was trained with; 0 where that is not known
   * @throws InputException if one is longer than that
   */
  int longest(List<AnswerFile> files, int context) {
    int longest = 0;
    for (AnswerFile file : files) {
      for (AnswerSet set : file.sets()) {
        for (Answer answer : set.answers()) {
          for (Aspect aspect : Aspect.values()) {
            int length = of(aspect, answer).length();
            if (context > 0 && length >= context) {
              throw tooLong(set, answer, length, context);
            }
            longest = Math.max(longest, length);
          }
        }
      }
    }
    return longest;
  }

  private InputException tooLong(AnswerSet set, Answer answer, int length, int context) {
    return InputException.in(
        set.file(),
        "the question about '%s' under '%s' has %d tokens, and the context of the judge %s has %d; shorten the text, or take a judge with a longer context"
            .formatted(
                InputFile.shown(answer.id()),
                InputFile.shown(set.condition()),
                length,
                InputFile.name(judge.file()),
                context));
  }
}
