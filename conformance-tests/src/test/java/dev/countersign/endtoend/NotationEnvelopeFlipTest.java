package dev.countersign.endtoend;

import static dev.countersign.testkit.NotationDraft.COSE;
import static dev.countersign.testkit.NotationDraft.JWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.VirtualNotation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Changes an envelope byte by byte, behind the back of the registry's digests. What passes all the same must be one of the places
 * that are listed here with their reasons.
 */
class NotationEnvelopeFlipTest extends NotaryScene {
    /** Not every byte of every certificate, so that the test stays short; everything else is changed without a gap. */
    private static final int STEP = 11;

    private byte[] changed = {};

    /** A registry in memory, which serves other bytes as the envelope than were pushed. */
    private Registry lying(Digest signature) throws RegistryException {
        Registry inner = server().registry();
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        Manifest web = inner.manifest(WEB, image, deadline);
        Manifest envelope = inner.manifest(WEB, signature, deadline);
        List<Descriptor> referrers = inner.referrers(WEB, image, deadline);
        return new Registry() {
            @Override
            public Manifest manifest(Repository where, String tag, Deadline until) {
                return web;
            }

            @Override
            public Manifest manifest(Repository where, Digest digest, Deadline until) {
                return digest.equals(image) ? web : envelope;
            }

            @Override
            public ByteBuffer blob(Repository where, Digest digest, long size, long max, Deadline until) {
                return ByteBuffer.wrap(changed);
            }

            @Override
            public List<Descriptor> referrers(Repository where, Digest subject, Deadline until) {
                return referrers;
            }
        };
    }

    /** Asks an engine that knows nothing yet, since one that has seen a digest remembers what its content holds. */
    private boolean passes(Registry registry) {
        ImageVerificationEngine engine = builder(PolicyText.check(trusting(NOTATION.root())))
                .registry(registry)
                .build();
        return only(engine.decide(Pods.create(IMAGE))).status() == RuleStatus.PASS;
    }

    /** The positions where a change of that bit goes unnoticed. */
    private List<Integer> unnoticed(
            Registry registry, byte[] envelope, int bit, int certificatesFrom, int certificatesTo) {
        changed = envelope;
        assertThat(passes(registry)).isTrue();
        List<Integer> unnoticed = new ArrayList<>();
        for (int i = 0; i < envelope.length; i++) {
            boolean isSkipped = i > certificatesFrom && i < certificatesTo && i % STEP != 0;
            if (!isSkipped) {
                changed = envelope.clone();
                changed[i] ^= (byte) bit;
                if (passes(registry)) {
                    unnoticed.add(i);
                }
            }
        }
        return unnoticed;
    }

    @Test
    void every_byte_of_a_cose_envelope_is_proven() throws RegistryException {
        byte[] envelope = draft(NOTATION).sign(COSE);
        Registry registry = lying(VirtualNotation.push(server(), WEB, image, COSE, envelope));
        int payload = indexOf(envelope, draft(NOTATION).payload());
        int certificates =
                payload - NOTATION.chain().stream().mapToInt(der -> der.length).sum();

        assertThat(unnoticed(registry, envelope, 1, certificates, payload)).isEmpty();
        assertThat(unnoticed(registry, envelope, 0x80, certificates, payload)).isEmpty();
    }

    @Test
    void every_byte_of_a_jws_envelope_is_proven_but_for_its_unsigned_parts() throws RegistryException {
        byte[] envelope = draft(NOTATION).sign(JWS);
        Registry registry = lying(VirtualNotation.push(server(), WEB, image, JWS, envelope));
        String text = new String(envelope, StandardCharsets.US_ASCII);
        int certificates = text.indexOf("\"x5c\":[") + 8;
        int agent = text.indexOf("\"io.cncf.notary.signingAgent\"");

        List<Integer> allowed = new ArrayList<>();
        // The agent's name is a remark that nothing signs; nothing rests on it.
        for (int i = agent + 1; i < text.indexOf('}', agent) - 1; i++) {
            allowed.add(i);
        }
        // 64 octets leave four bits of the last base64 digit unused, which Go does not look at.
        allowed.add(text.lastIndexOf('"') - 1);
        assertThat(unnoticed(registry, envelope, 1, certificates, agent)).isSubsetOf(withPadding(allowed, text));

        // Go reads the names of members in any case.
        for (String name : List.of("\"payload\":", "\"protected\":", "\"header\":", "\"x5c\":", "\"signature\":")) {
            int at = text.indexOf(name);
            for (int i = at + 1; i < at + name.length() - 2; i++) {
                allowed.add(i);
            }
        }
        assertThat(unnoticed(registry, envelope, 0x20, certificates, agent)).isSubsetOf(withPadding(allowed, text));
    }

    /** Before the padding of a certificate, the last digit has unused bits, too. */
    private static List<Integer> withPadding(List<Integer> allowed, String text) {
        List<Integer> all = new ArrayList<>(allowed);
        for (int i = text.indexOf('='); i >= 0; i = text.indexOf('=', i + 1)) {
            all.add(i - 1);
        }
        return all;
    }

    private static int indexOf(byte[] where, byte[] what) {
        return new String(where, StandardCharsets.ISO_8859_1).indexOf(new String(what, StandardCharsets.ISO_8859_1));
    }
}
