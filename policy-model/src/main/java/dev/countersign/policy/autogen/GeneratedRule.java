package dev.countersign.policy.autogen;

import dev.countersign.document.Value;
import dev.countersign.policy.KindSelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes one generated rule, as JSON. */
final class GeneratedRule {
    static final String PREFIX = "autogen-";

    private static final int MAX_NAME = 63;

    /** What a generated rule keeps; image extractors are lost. */
    private static final List<String> KEPT = List.of(
            "name",
            "match",
            "exclude",
            "celPreconditions",
            "context",
            "preconditions",
            "mutate",
            "validate",
            "verifyImages",
            "skipBackgroundRequests",
            "reportProperties");

    private static final Map<String, String> GROUPS = Map.of(
            "DaemonSet", "apps/v1/",
            "Deployment", "apps/v1/",
            "ReplicaSet", "apps/v1/",
            "StatefulSet", "apps/v1/",
            "Job", "batch/v1/",
            "CronJob", "batch/v1/",
            "ReplicationController", "v1/",
            "Pod", "v1/");

    private GeneratedRule() {}

    /** The rule for every controller but CronJob. */
    static Optional<Value.ObjectValue> forTemplates(Value.ObjectValue rule, Set<String> controllers) {
        Set<String> kinds = new TreeSet<>(controllers);
        kinds.remove(Controllers.CRON_JOB);
        return template(rule, kinds).map(generated -> References.TEMPLATE.replace(kept(generated)));
    }

    /** The rule for CronJob, if it is asked for: Kyverno looks for the words in the joined list. */
    static Optional<Value.ObjectValue> forCronJobs(Value.ObjectValue rule, Set<String> controllers) {
        String joined = String.join(",", controllers);
        if (!joined.contains(Controllers.CRON_JOB) && !joined.contains(Controllers.ALL)) {
            return Optional.empty();
        }
        return template(rule, controllers)
                .map(generated -> withKinds(generated, List.of(Controllers.CRON_JOB), true)
                        .with("name", Value.of(name("autogen-cronjob-", rule))))
                .flatMap(generated -> OtherRules.shifted(generated, "jobTemplate"))
                .map(generated -> References.JOB_TEMPLATE.replace(kept(generated)));
    }

    /** The rule for templates, before its references are turned. */
    private static Optional<Value.ObjectValue> template(Value.ObjectValue rule, Set<String> controllers) {
        boolean nobody = String.join(",", controllers).isEmpty();
        Set<String> excluded = kinds(rule, "exclude");
        if (nobody
                || rule.text("name").orElse("").startsWith(PREFIX)
                || !KindSelector.containsKind(List.copyOf(kinds(rule, "match")), Controllers.POD)
                || !excluded.isEmpty() && !KindSelector.containsKind(List.copyOf(excluded), Controllers.POD)) {
            return Optional.empty();
        }
        Value.ObjectValue named = rule.with("name", Value.of(name(PREFIX, rule)));
        return OtherRules.shifted(withKinds(named, selected(controllers), false), "template");
    }

    /** Unknown names are dropped if a known one is there. */
    private static List<String> selected(Set<String> controllers) {
        if (controllers.equals(Set.of(Controllers.ALL))) {
            return Controllers.TEMPLATE_CONTROLLERS;
        }
        List<String> known = controllers.stream()
                .filter(Controllers.TEMPLATE_CONTROLLERS::contains)
                .sorted()
                .toList();
        return known.isEmpty() ? controllers.stream().sorted().toList() : known;
    }

    private static Value.ObjectValue withKinds(Value.ObjectValue rule, List<String> kinds, boolean everyFilter) {
        List<String> full =
                kinds.stream().map(kind -> GROUPS.getOrDefault(kind, "") + kind).toList();
        Value.ObjectValue changed =
                rule.with("match", block(rule.object("match").orElse(Value.EMPTY_OBJECT), full, everyFilter, true));
        Optional<Value.ObjectValue> exclude = rule.object("exclude");
        return exclude.isPresent() ? changed.with("exclude", block(exclude.get(), full, everyFilter, false)) : changed;
    }

    private static Value.ObjectValue block(
            Value.ObjectValue block, List<String> kinds, boolean everyFilter, boolean match) {
        for (String form : List.of("any", "all")) {
            List<Value> filters = block.list(form);
            if (!filters.isEmpty()) {
                List<Value> changed = new ArrayList<>(filters.size());
                for (Value filter : filters) {
                    changed.add(
                            filter instanceof Value.ObjectValue found
                                            && (everyFilter || KindSelector.containsKind(kinds(found), Controllers.POD))
                                    ? withKinds(found, kinds)
                                    : filter);
                }
                return block.with(form, new Value.ListValue(changed));
            }
        }
        return match || !kinds(block).isEmpty() ? withKinds(block, kinds) : block;
    }

    private static Value.ObjectValue withKinds(Value.ObjectValue filter, List<String> kinds) {
        return filter.with(
                "resources",
                filter.object("resources").orElse(Value.EMPTY_OBJECT).with("kinds", Value.ofTexts(kinds)));
    }

    private static Set<String> kinds(Value.ObjectValue rule, String member) {
        Set<String> kinds = new TreeSet<>();
        Value.ObjectValue block = rule.object(member).orElse(Value.EMPTY_OBJECT);
        kinds.addAll(kinds(block));
        for (String form : List.of("any", "all")) {
            for (Value filter : block.list(form)) {
                if (filter instanceof Value.ObjectValue found) {
                    kinds.addAll(kinds(found));
                }
            }
        }
        return kinds;
    }

    private static List<String> kinds(Value.ObjectValue filter) {
        return filter.object("resources").orElse(Value.EMPTY_OBJECT).list("kinds").stream()
                .filter(Value.StringValue.class::isInstance)
                .map(kind -> ((Value.StringValue) kind).value())
                .toList();
    }

    private static Value.ObjectValue kept(Value.ObjectValue rule) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (String field : KEPT) {
            rule.get(field).filter(value -> !isNothing(value)).ifPresent(value -> members.put(field, value));
        }
        return new Value.ObjectValue(members);
    }

    private static boolean isNothing(Value value) {
        return value instanceof Value.NullValue
                || value instanceof Value.ListValue list && list.items().isEmpty()
                || value instanceof Value.ObjectValue object && object.members().isEmpty();
    }

    /** Cut to 63 bytes; of a character cut apart nothing but a replacement remains. */
    private static String name(String prefix, Value.ObjectValue rule) {
        byte[] name = (prefix + rule.text("name").orElse("")).getBytes(StandardCharsets.UTF_8);
        return new String(name, 0, Math.min(name.length, MAX_NAME), StandardCharsets.UTF_8);
    }
}
