/** A cluster that is made of manifests. */
@NullMarked
package dev.countersign.cluster.manifests;

import org.jspecify.annotations.NullMarked;
