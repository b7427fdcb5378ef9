/** The data that a rule's variables speak of: the request, its images, and the rule's own context entries. */
@NullMarked
package dev.countersign.engine.context;

import org.jspecify.annotations.NullMarked;
