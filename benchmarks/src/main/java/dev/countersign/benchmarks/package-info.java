/** JMH benchmarks: the cryptographic floor, and how far above it a verification lies. */
@NullMarked
package dev.countersign.benchmarks;

import org.jspecify.annotations.NullMarked;
