/** What policies state of trust, and whether trust suffices for an image. */
@NullMarked
package dev.countersign.verify.inventory;

import org.jspecify.annotations.NullMarked;
