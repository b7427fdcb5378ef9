/** What a trust root holds, piece by piece, and what is wrong with it: {@link dev.countersign.trust.inventory.TrustInventory}. */
@NullMarked
package dev.countersign.trust.inventory;

import org.jspecify.annotations.NullMarked;
