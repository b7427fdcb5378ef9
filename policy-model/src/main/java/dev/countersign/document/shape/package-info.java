/**
 * Holds documents against the shape that the types of a Kubernetes controller have, and words what is wrong as Go's libraries do. No I/O.
 */
@NullMarked
package dev.countersign.document.shape;

import org.jspecify.annotations.NullMarked;
