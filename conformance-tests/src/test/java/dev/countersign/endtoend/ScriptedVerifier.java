package dev.countersign.endtoend;

import dev.countersign.document.Value;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.Attested;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Statement;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attestors who say what a test lets them say; the text of an attestor's key is its name. */
final class ScriptedVerifier implements ImageVerifier {
    private final Map<String, List<Statement>> statements = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private String digest = "";
    private String attestedDigest = "";

    /** A statement of an attestor about every image, or about the images that begin with a text. */
    static Statement statement(String type, String predicate) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("type", Value.of(type));
        members.put("predicateType", Value.of(type));
        members.put(
                "predicate", Pods.object("{\"it\":" + predicate + "}").get("it").orElseThrow());
        return new Statement(type, new Value.ObjectValue(members));
    }

    ScriptedVerifier says(String attestor, Statement... some) {
        statements.put(attestor, List.of(some));
        return this;
    }

    ScriptedVerifier saysOf(String image, String attestor, Statement... some) {
        return says(attestor + " of " + image, some);
    }

    /** Signatures speak of that digest. */
    ScriptedVerifier signs(String some) {
        digest = some;
        return this;
    }

    /** Attestations speak of that digest. */
    ScriptedVerifier attests(String some) {
        attestedDigest = some;
        return this;
    }

    /** The attestors of attestations that were asked, each with the image. */
    List<String> asked() {
        return asked;
    }

    private static String name(Attestor attestor) {
        return attestor.identity().stream()
                .filter(AttestorIdentity.Keys.class::isInstance)
                .map(who -> ((AttestorIdentity.Keys) who).publicKeys())
                .findFirst()
                .orElse("anybody");
    }

    @Override
    public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
        return new Judge() {
            @Override
            public Verdict verify(ImageSubject image, VerificationContext context) {
                return new Verdict.Verified(digest, List.of(), List.of());
            }

            @Override
            public List<String> unsupported() {
                return List.of();
            }
        };
    }

    @Override
    public AttestationJudge compile(
            ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
        String name = name(attestor);
        return new AttestationJudge() {
            @Override
            public Attested fetch(ImageSubject image, VerificationContext context) {
                asked.add(name + " of " + image.image());
                List<Statement> found = statements.getOrDefault(name + " of " + image.image(), statements.get(name));
                return found == null
                        ? new Attested.Nothing(new Verdict.Indeterminate(
                                name + " says nothing", List.of(), name.equals("unreachable"), List.of()))
                        : new Attested.Statements(found, attestedDigest, List.of(), List.of());
            }

            @Override
            public List<String> unsupported() {
                return name.equals("unsupported") ? List.of("something") : List.of();
            }
        };
    }
}
