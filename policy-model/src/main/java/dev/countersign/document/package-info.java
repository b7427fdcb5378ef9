/**
 * YAML and JSON as a located tree, and plain JSON values.
 *
 * <p>{@link dev.countersign.document.DocumentReader} turns bytes into {@link dev.countersign.document.Located} trees in
 * which every value knows its file, line and column; {@link dev.countersign.document.Located#value()} gives the plain
 * {@link dev.countersign.document.Value} that the engine works on. Everything read here is hostile:
 * {@link dev.countersign.document.DocumentLimits} bounds size, depth and count.
 */
@NullMarked
package dev.countersign.document;

import org.jspecify.annotations.NullMarked;
