package dev.countersign.policy;

/**
 * A CEL condition of {@code webhookConfiguration.matchConditions}.
 *
 * @param name its name
 * @param expression CEL
 */
public record MatchCondition(String name, String expression) {}
