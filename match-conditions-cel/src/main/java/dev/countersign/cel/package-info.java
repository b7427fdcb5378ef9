/** Match conditions in CEL, with the functions of Kubernetes. */
@NullMarked
package dev.countersign.cel;

import org.jspecify.annotations.NullMarked;
