package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import java.util.Locale;

/**
 * What a lint looks for. Immutable.
 *
 * @param code stable, upper case with underscores: {@code NEVER_MATCHES}
 * @param severity an error never works or has no effect; a warning is weak, or works otherwise in Kyverno
 * @param summary one sentence
 */
public record LintRule(String code, Severity severity, String summary) {
    /** The page that explains every code. */
    public static final String PAGE = "docs/lint.md";

    /** Where the lint is explained: the page and, as its anchor, the code in lower case. */
    public String help() {
        return helpOf(code);
    }

    /** As {@link #help}, for the code of any issue. */
    public static String helpOf(String code) {
        return PAGE + "#" + code.toLowerCase(Locale.ROOT);
    }
}
