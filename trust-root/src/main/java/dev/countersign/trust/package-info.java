/** Trust material, where it comes from, and when it counts. */
@NullMarked
package dev.countersign.trust;

import org.jspecify.annotations.NullMarked;
