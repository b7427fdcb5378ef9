package dev.countersign.policy.check;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.ImageValidation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.List;
import java.util.Optional;

/** The shape of one rule, generated ones too; ends at the first error. */
final class RuleChecks {
    private static final ImageValidation NO_VALIDATION = new ImageValidation("", Optional.empty());

    private final Rule rule;
    private final String path;

    /** Checks one rule; {@code path} is {@code spec.rules[i]}, where i counts generated rules too. */
    RuleChecks(Rule rule, String path) {
        this.rule = rule;
        this.path = path;
    }

    void check() throws PolicyRefused {
        resources();
        conditions();
        RuleVariables.elements(rule, path);
        Optional<ConditionChecks.Fault> context = ContextChecks.check(rule.context());
        if (context.isPresent()) {
            throw refused(context.get().path(), context.get().message());
        }
        extractors();
        if (filters(rule.match()).stream()
                .anyMatch(filter -> filter.resources().kinds().isEmpty())) {
            throw new PolicyRefused(
                    path + ".match",
                    "at least one element must be specified in a kind block, the kind attribute is mandatory when"
                            + " working with the resources element");
        }
    }

    private void resources() throws PolicyRefused {
        Match match = rule.match();
        if (rule.exclude().isPresent()) {
            Match exclude = rule.exclude().get();
            if (hasFilters(exclude) && !exclude.inline().resources().isEmpty()) {
                throw refusedAt("exclude.", "can't specify any/all together with exclude resources");
            }
            if (!exclude.any().isEmpty() && !exclude.all().isEmpty()) {
                throw refusedAt("match.", "can't specify any and all together");
            }
        }
        if (hasFilters(match) && !match.inline().resources().isEmpty()) {
            throw refusedAt("match.", "can't specify any/all together with match resources");
        }
        if (filters(match).stream().anyMatch(filter -> filter.resources().isEmpty())) {
            throw refusedAt("match.resources.", "match resources not specified");
        }
    }

    private static boolean hasFilters(Match match) {
        return !match.any().isEmpty() || !match.all().isEmpty();
    }

    private static List<ResourceFilter> filters(Match match) {
        if (!match.any().isEmpty()) {
            return match.any();
        }
        return match.all().isEmpty() ? List.of(match.inline()) : match.all();
    }

    private void conditions() throws PolicyRefused {
        if (rule.preconditions().isPresent()) {
            refuse("validate.", ConditionChecks.check(rule.preconditions().get(), "preconditions"));
        }
        boolean validates = validatesImages(rule);
        for (int i = 0; i < rule.verifyImages().size(); i++) {
            ImageVerification entry = rule.verifyImages().get(i);
            for (Attestation attestation : entry.attestations()) {
                for (Conditions.AnyAllConditions conditions : attestation.conditions()) {
                    refuse("verifyImages.attestations.", ConditionChecks.operators(conditions, "conditions"));
                }
            }
            if (validates) {
                denial(entry, "verifyImages[" + i + "].validate");
            }
        }
    }

    /** Whether any entry has a {@code validate} that says something. */
    static boolean validatesImages(Rule rule) {
        return rule.verifyImages().stream()
                .map(ImageVerification::validation)
                .flatMap(Optional::stream)
                .anyMatch(validation -> !validation.equals(NO_VALIDATION));
    }

    private void denial(ImageVerification entry, String entryPath) throws PolicyRefused {
        Optional<ImageValidation.Deny> deny = entry.validation().flatMap(ImageValidation::deny);
        if (deny.isEmpty()) {
            // Kyverno crashes here, also where only another entry of the rule has a validate.
            throw refused(
                    entryPath, "validate.deny is required in every entry of a rule in which one entry has a validate");
        }
        if (deny.get().conditions().isPresent()) {
            refuse(
                    "imageVerify.validate.deny.",
                    ConditionChecks.check(deny.get().conditions().get(), "conditions"));
        }
    }

    private void extractors() throws PolicyRefused {
        boolean trims = rule.imageExtractors().values().stream()
                .flatMap(List::stream)
                .anyMatch(extractor -> !extractor.jmesPath().isEmpty());
        if (trims && rule.verifyImages().stream().anyMatch(ImageVerification::mutateDigest)) {
            throw refused(
                    "imageExtractors",
                    "jmespath may not be used in an image extractor when mutating digests with verify images");
        }
    }

    private void refuse(String prefix, Optional<ConditionChecks.Fault> fault) throws PolicyRefused {
        if (fault.isPresent()) {
            throw refusedAt(prefix + fault.get().path(), fault.get().message());
        }
    }

    /** Kyverno's text names the field. */
    private PolicyRefused refusedAt(String field, String message) {
        return new PolicyRefused(
                "path: " + path + "." + field + ": " + message,
                List.of(new PolicyRefused.Reason(path + "." + place(field), message)));
    }

    /** Kyverno's text names the rule only. */
    private PolicyRefused refused(String field, String message) {
        return new PolicyRefused(
                "path: " + path + ": " + message, List.of(new PolicyRefused.Reason(path + "." + field, message)));
    }

    /** Where Kyverno's path leads in the document: preconditions are the rule's own. */
    private static String place(String field) {
        String place = field.startsWith("validate.") ? field.substring("validate.".length()) : field;
        int end = place.indexOf(": ");
        place = end < 0 ? place : place.substring(0, end);
        return place.endsWith(".") ? place.substring(0, place.length() - 1) : place;
    }
}
