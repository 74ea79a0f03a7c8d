package dev.steerage.runlog;

import dev.steerage.dataset.ChoiceAnswer;

/**
 * One choice of a question under a condition: a row of {@code
 * capability/<model>/<set>/<condition>.csv}.
 *
 * @param question its id
 * @param choice 0-based, in the file's order
 * @param answer what stands for the choice: its text, or its letter
 * @param isCorrect whether it is true
 * @param isBest whether it is the one that has to be the likeliest; one of a question's choices is
 * @param tokens whose logprobs {@code sum} is of
 * @param bytes of the answer, UTF-8, without the blank of a chat format
 * @param sum of these logprobs, nats
 */
public record ChoiceRow(
    String question,
    int choice,
    ChoiceAnswer answer,
    boolean isCorrect,
    boolean isBest,
    int tokens,
    int bytes,
    double sum) {}
