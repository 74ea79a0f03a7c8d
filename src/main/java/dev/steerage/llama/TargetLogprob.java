package dev.steerage.llama;

/**
 * What the distribution that follows a token says of a target token.
 *
 * @param logprob log softmax(logits)[target], nats
 * @param entropy of the whole distribution, nats
 * @param rank number of tokens with a greater logit: 0 = the most likely
 * @param top the most likely token
 */
public record TargetLogprob(double logprob, double entropy, int rank, int top) {}
