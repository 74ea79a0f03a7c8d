package dev.steerage.evaluation;

/**
 * A LoRA adapter, times a scale.
 *
 * @param lora its file
 * @param scale a factor on top of the file's own alpha / rank
 */
record Adaptation(LoraFile lora, double scale) {}
