/** Match, image extraction, entries, responses and patches. Never touches a key. */
@NullMarked
package dev.countersign.engine;

import org.jspecify.annotations.NullMarked;
