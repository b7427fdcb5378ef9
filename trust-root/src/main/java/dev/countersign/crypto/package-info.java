/** Algorithms, providers, strict PEM and DER, certificates parsed once. No I/O. */
@NullMarked
package dev.countersign.crypto;

import org.jspecify.annotations.NullMarked;
