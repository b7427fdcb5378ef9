/** Where trust material comes from: {@link dev.countersign.trust.source.TrustRoots} makes trust roots of it. */
@NullMarked
package dev.countersign.trust.source;

import org.jspecify.annotations.NullMarked;
