/** What is stored in a registry, parsed to signed entities. Judges nothing. */
@NullMarked
package dev.countersign.verify.entity;

import org.jspecify.annotations.NullMarked;
