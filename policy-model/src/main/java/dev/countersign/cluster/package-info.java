/** What the engine may ask of a cluster: an interface, no I/O of its own. */
@NullMarked
package dev.countersign.cluster;

import org.jspecify.annotations.NullMarked;
