package dev.countersign.cli;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageResult;
import dev.countersign.engine.RuleResponse;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code apply} found as one JSON object: results with evidence and reasons, refused policies, counts. */
final class ApplyJson {
    private ApplyJson() {}

    static String of(List<AppliedPolicy> applied, List<String> refused, ApplyCounts counts) {
        List<Value> results = new ArrayList<>();
        for (AppliedPolicy policy : applied) {
            for (RuleResponse rule : policy.rules()) {
                results.add(result(policy, rule));
            }
        }
        Map<String, Value> root = new LinkedHashMap<>();
        root.put("results", new ListValue(results));
        root.put("refusedPolicies", Value.ofTexts(refused));
        root.put("counts", counts(counts));
        return JsonText.inOrder(new ObjectValue(root));
    }

    private static Value counts(ApplyCounts counts) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("pass", Value.of(counts.pass()));
        members.put("fail", Value.of(counts.fail()));
        members.put("warn", Value.of(counts.warn()));
        members.put("error", Value.of(counts.error()));
        members.put("skip", Value.of(counts.skip()));
        return new ObjectValue(members);
    }

    private static Value result(AppliedPolicy policy, RuleResponse rule) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("policy", Value.of(policy.policy().key()));
        members.put("rule", Value.of(rule.rule()));
        members.put("type", Value.of(rule.type().text()));
        members.put("resource", Value.of(policy.resource()));
        members.put("status", Value.of(rule.status().text()));
        members.put("message", Value.of(rule.message()));
        members.put("divergences", Value.ofTexts(rule.divergences()));
        members.put(
                "images",
                new ListValue(rule.images().stream().map(ApplyJson::image).toList()));
        return new ObjectValue(members);
    }

    private static Value image(ImageResult image) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("image", Value.of(image.image()));
        members.put("entry", Value.of(image.entry()));
        Verdict verdict = image.verdict();
        if (verdict instanceof Verdict.Verified verified) {
            members.put("verdict", Value.of("verified"));
            members.put("digest", Value.of(verified.digest()));
            members.put(
                    "evidence",
                    new ListValue(verified.evidence().stream()
                            .map(ApplyJson::evidence)
                            .toList()));
        } else if (verdict instanceof Verdict.NotVerified open) {
            members.put("verdict", Value.of(verdict instanceof Verdict.Rejected ? "rejected" : "indeterminate"));
            members.put("message", Value.of(open.message()));
            members.put(
                    "reasons",
                    new ListValue(open.reasons().stream().map(ApplyJson::reason).toList()));
        }
        members.put("divergences", Value.ofTexts(verdict.divergences()));
        return new ObjectValue(members);
    }

    private static Value evidence(Evidence evidence) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("attestor", Value.of(evidence.attestor()));
        members.put("digest", Value.of(evidence.digest()));
        members.put("signer", Value.of(evidence.signer()));
        members.put("foundAt", Value.of(evidence.foundAt()));
        evidence.time().ifPresent(time -> members.put("time", Value.of(time.toString())));
        members.put("timeSource", Value.of(evidence.timeSource()));
        members.put("log", Value.of(evidence.log()));
        members.put("ctLogs", Value.ofTexts(evidence.ctLogs()));
        members.put("weakened", Value.ofTexts(evidence.weakened()));
        return new ObjectValue(members);
    }

    private static Value reason(Reason reason) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("code", Value.of(reason.code()));
        members.put("place", Value.of(reason.place()));
        members.put("message", Value.of(reason.message()));
        members.put("found", Value.of(reason.found()));
        members.put("expected", Value.of(reason.expected()));
        members.put("remedy", Value.of(reason.remedy()));
        return new ObjectValue(members);
    }
}
