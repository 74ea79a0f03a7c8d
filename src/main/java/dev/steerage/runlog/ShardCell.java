package dev.steerage.runlog;

/**
 * A cell of a run that is divided among shards.
 *
 * @param shard whose own it is, from 1
 * @param parts number of its token files
 * @param hasNeutral whether it has a file of the neutral text
 */
public record ShardCell(Condition condition, int shard, int parts, boolean hasNeutral) {}
