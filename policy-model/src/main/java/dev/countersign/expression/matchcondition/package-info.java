/**
 * The language of {@code webhookConfiguration.matchConditions}, as an interface: Countersign itself reads none, so that nobody needs
 * the libraries of one who does not ask for it.
 */
@NullMarked
package dev.countersign.expression.matchcondition;

import org.jspecify.annotations.NullMarked;
