package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.quoted;

import dev.countersign.engine.RuleResponse;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.NotationDraft;
import dev.countersign.testkit.VirtualNotation;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** An image that tests sign with notation, and policies of type Notary over it. */
abstract class NotaryScene extends EndToEnd {
    static final VirtualNotation NOTATION = VirtualNotation.at(SIGNED_AT);
    static final VirtualNotation STRANGER = VirtualNotation.at(SIGNED_AT);
    static final Repository WEB = new Repository(HOST, "shop/web");
    static final String IMAGE = WEB + ":1";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_pushed() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    /** How long the manifest is. */
    long size(Digest manifest) {
        try {
            return server().registry()
                    .manifest(WEB, manifest, Deadline.in(Duration.ofSeconds(10)))
                    .bytes()
                    .remaining();
        } catch (RegistryException e) {
            throw new AssertionError(e);
        }
    }

    NotationDraft draft(VirtualNotation by) {
        return draft(by, image);
    }

    NotationDraft draft(VirtualNotation by, Digest manifest) {
        return by.draft(manifest, MANIFEST, size(manifest));
    }

    /** Signs and pushes. */
    Digest push(NotationDraft draft, String envelopeType) {
        return VirtualNotation.push(server(), WEB, image, envelopeType, draft.sign(envelopeType));
    }

    static String certificates(String cert) {
        return "{certificates: {cert: " + quoted(cert) + ", rekor: {ignoreTlog: true}}}";
    }

    static String notary(String members) {
        return "type: Notary, imageReferences: [\"registry.test/*\"], failureAction: Enforce, mutateDigest: false,"
                + " verifyDigest: false, " + members;
    }

    static String trusting(String cert) {
        return notary("attestors: [" + PolicyText.set(certificates(cert)) + "]");
    }

    RuleResponse answer(String entry) {
        return only(decide(create(IMAGE), check(entry)));
    }

    static Verdict verdict(RuleResponse response) {
        return response.images().get(0).verdict();
    }

    static List<Reason> reasons(RuleResponse response) {
        return ((Verdict.NotVerified) verdict(response)).reasons();
    }
}
