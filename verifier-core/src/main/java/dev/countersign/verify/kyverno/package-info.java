/** All of Kyverno's ways to verify an image behind one door. */
@NullMarked
package dev.countersign.verify.kyverno;

import org.jspecify.annotations.NullMarked;
