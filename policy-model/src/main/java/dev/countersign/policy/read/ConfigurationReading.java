package dev.countersign.policy.read;

import dev.countersign.document.Issue;
import dev.countersign.policy.KyvernoConfiguration;
import java.util.List;

/**
 * What was read of a ConfigMap. Immutable.
 *
 * @param configuration what it says; where a value is not valid, Kyverno's default stands
 * @param issues errors, and warnings of values that Kyverno ignores in silence; with an error, the configuration is the default
 */
public record ConfigurationReading(KyvernoConfiguration configuration, List<Issue> issues) {
    public ConfigurationReading {
        issues = List.copyOf(issues);
    }
}
