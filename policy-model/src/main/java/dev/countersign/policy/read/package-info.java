/** Located tree to model; unknown, duplicate, mistyped and deprecated fields are issues. */
@NullMarked
package dev.countersign.policy.read;

import org.jspecify.annotations.NullMarked;
