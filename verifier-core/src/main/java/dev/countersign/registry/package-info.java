/** The registry: an SPI, an HTTP client and an OCI layout tree. Bytes are checked against the digest asked for. */
@NullMarked
package dev.countersign.registry;

import org.jspecify.annotations.NullMarked;
