package dev.countersign.expression.condition;

/**
 * What conditions came to.
 *
 * @param holds whether they hold
 * @param message the messages of the conditions that decided, joined; empty when they have none
 */
public record ConditionResult(boolean holds, String message) {}
