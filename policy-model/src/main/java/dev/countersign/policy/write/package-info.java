/** Policies as text: the way back from the model to documents. */
@NullMarked
package dev.countersign.policy.write;

import org.jspecify.annotations.NullMarked;
