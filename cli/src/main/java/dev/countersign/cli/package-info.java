/** The command line: a thin door to the library. */
@NullMarked
package dev.countersign.cli;

import org.jspecify.annotations.NullMarked;
