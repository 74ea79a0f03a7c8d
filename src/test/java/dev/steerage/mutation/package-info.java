/** Broken copies of good files, made from a seed with what is known of a format. */
package dev.steerage.mutation;
