/** Image references in Kyverno's normal form, and wildcards. */
@NullMarked
package dev.countersign.image;

import org.jspecify.annotations.NullMarked;
