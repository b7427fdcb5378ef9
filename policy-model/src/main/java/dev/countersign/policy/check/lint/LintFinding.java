package dev.countersign.policy.check.lint;

/**
 * One thing that a lint found. Immutable.
 *
 * @param path which value: {@code spec.rules[0].verifyImages[0].required}
 * @param message one sentence that says what is wrong
 * @param found what stands there; empty when nothing does
 * @param expected what may stand there; empty when there is no one answer
 * @param remedy what to do
 */
public record LintFinding(String path, String message, String found, String expected, String remedy) {}
