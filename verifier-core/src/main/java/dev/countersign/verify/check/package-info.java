/** One small class a check: claim, signature, chain, SCT, log, identity. Fetches nothing. */
@NullMarked
package dev.countersign.verify.check;

import org.jspecify.annotations.NullMarked;
