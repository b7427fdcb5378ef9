/**
 * Runs a corpus of Kyverno's recorded answers against Countersign and tells where the two differ.
 *
 * <p>{@link dev.countersign.conformance.CorpusRunner} is the entry; the format of a corpus is that of the recordings: a tree of
 * registries, trust material, cases and tables.
 */
@NullMarked
package dev.countersign.conformance;

import org.jspecify.annotations.NullMarked;
