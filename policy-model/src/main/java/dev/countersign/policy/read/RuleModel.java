package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.policy.ImageExtractor;
import dev.countersign.policy.MatchCondition;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checked rules to the model. */
final class RuleModel {
    private RuleModel() {}

    /**
     * A rule.
     *
     * @param rule as checked
     * @param schema of that rule's version
     */
    static Rule rule(Members rule, Schema.Node schema) {
        Value.ObjectValue document = GoJson.object(rule.object(), schema);
        return new Rule(
                rule.text("name"),
                kinds(document),
                MatchModel.match(new Members(rule.object().object("match").orElse(Value.EMPTY_OBJECT))),
                rule.object("exclude", MatchModel::match),
                imageExtractors(rule.object().object("imageExtractors").orElse(Value.EMPTY_OBJECT)),
                ContextModel.entries(rule),
                rule.any("preconditions").map(ConditionsModel::conditions),
                rule.objects("celPreconditions", RuleModel::matchCondition),
                rule.flag("skipBackgroundRequests", true),
                rule.textMap("reportProperties"),
                rule.objects("verifyImages", VerifyImagesModel::entry),
                document);
    }

    static MatchCondition matchCondition(Members condition) {
        return new MatchCondition(condition.text("name"), condition.text("expression"));
    }

    /** Kyverno counts a kind as held when its block is not empty. */
    private static List<RuleKind> kinds(Value.ObjectValue document) {
        List<RuleKind> kinds = new ArrayList<>();
        for (RuleKind kind : RuleKind.values()) {
            Value block = document.get(kind.field()).orElse(Value.NULL);
            if (block instanceof Value.ObjectValue object && !object.members().isEmpty()
                    || block instanceof Value.ListValue list && !list.items().isEmpty()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Map<String, List<ImageExtractor>> imageExtractors(Value.ObjectValue extractors) {
        Map<String, List<ImageExtractor>> read = new LinkedHashMap<>();
        extractors
                .members()
                .keySet()
                .forEach(kind -> read.put(
                        kind,
                        Members.objects(
                                extractors.list(kind),
                                extractor -> new ImageExtractor(
                                        extractor.text("path"),
                                        extractor.text("value"),
                                        extractor.text("name"),
                                        extractor.text("key"),
                                        extractor.text("jmesPath")))));
        return read;
    }
}
