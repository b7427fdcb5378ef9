package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.document.GoText;
import dev.countersign.verify.entity.GoTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds a certificate's chain as Go's {@code x509.Certificate.Verify} does (Go 1.26), with its words for a failure: every
 * certificate among the anchors ends a chain, self-signed or not; the anchor's own window, basic constraints and extended key
 * usages count. One signature is verified per link that is tried. Immutable and thread-safe.
 */
final class ChainBuilder {
    /** How many parents are tried in all; Go stops there too. */
    static final int MAX_SIGNATURE_CHECKS = 100;

    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String POLICY_CONSTRAINTS = "2.5.29.36";
    private static final int REQUIRE_EXPLICIT_POLICY = 0x80;
    private static final String LIMIT =
            "x509: signature check attempts limit reached while verifying certificate chain";

    private final Cryptography cryptography;

    ChainBuilder(Cryptography cryptography) {
        this.cryptography = cryptography;
    }

    /**
     * What is asked.
     *
     * @param leaf the certificate
     * @param anchors where a chain may end
     * @param intermediates what may stand between
     * @param at every certificate of the chain must be valid then
     * @param usage OID of the extended key usage that each certificate must allow
     * @param tolerated OID of a critical extension that the leaf may have though it is not understood; may be empty
     */
    record Question(
            ParsedCertificate leaf,
            CertificatePool anchors,
            CertificatePool intermediates,
            Instant at,
            String usage,
            String tolerated) {}

    /**
     * The first chain that holds, from the leaf to the anchor.
     *
     * @throws CryptographyException in Go's words
     */
    List<ParsedCertificate> build(Question question) throws CryptographyException {
        return new Search(question).run();
    }

    private enum Role {
        LEAF,
        INTERMEDIATE,
        ANCHOR
    }

    /** One search; not shared. */
    private final class Search {
        private final Question question;
        private final Map<String, Optional<String>> signatures = new HashMap<>();
        private int attempts;
        private int wrongUsage;
        private int wrongPolicies;
        private @Nullable String constraintError;
        private @Nullable List<ParsedCertificate> result;

        Search(Question question) {
            this.question = question;
        }

        List<ParsedCertificate> run() throws CryptographyException {
            String invalid = validity(question.leaf(), Role.LEAF, List.of());
            if (invalid != null) {
                throw new CryptographyException(invalid);
            }
            List<ParsedCertificate> start = List.of(question.leaf());
            if (question.anchors().contains(question.leaf())) {
                accept(start);
            } else {
                String error = extend(start);
                if (error != null) {
                    throw new CryptographyException(error);
                }
            }
            if (result != null) {
                return result;
            }
            throw new CryptographyException(refusal());
        }

        private String refusal() {
            if (constraintError != null) {
                return "x509: a root or intermediate certificate is not authorized to sign for this name: "
                        + constraintError;
            }
            if (wrongPolicies == 0) {
                return "x509: certificate specifies an incompatible key usage";
            }
            String details = wrongUsage == 0 ? "" : wrongUsage + " candidate chains with incompatible key usage, ";
            return "x509: no valid chains built: " + details + wrongPolicies
                    + " candidate chains with invalid policies";
        }

        /** Tries all parents of the chain's end; null where at least one chain was found. */
        private @Nullable String extend(List<ParsedCertificate> chain) {
            ParsedCertificate child = chain.get(chain.size() - 1);
            Attempt attempt = new Attempt();
            for (ParsedCertificate parent : question.anchors().parentsOf(child)) {
                consider(chain, child, parent, Role.ANCHOR, attempt);
                if (result != null || LIMIT.equals(attempt.error)) {
                    return result != null || attempt.found ? null : attempt.error;
                }
            }
            for (ParsedCertificate parent : question.intermediates().parentsOf(child)) {
                consider(chain, child, parent, Role.INTERMEDIATE, attempt);
                if (result != null || LIMIT.equals(attempt.error)) {
                    return result != null || attempt.found ? null : attempt.error;
                }
            }
            if (attempt.found) {
                return null;
            }
            return attempt.error != null ? attempt.error : attempt.unknownAuthority();
        }

        private void consider(
                List<ParsedCertificate> chain,
                ParsedCertificate child,
                ParsedCertificate parent,
                Role role,
                Attempt attempt) {
            if (++attempts > MAX_SIGNATURE_CHECKS) {
                attempt.error = LIMIT;
                return;
            }
            if (parent.publicKey().isEmpty() || contains(chain, parent)) {
                return;
            }
            Optional<String> unsigned = signatures.computeIfAbsent(
                    child.fingerprint() + parent.fingerprint(), pair -> signatureError(child, parent));
            if (unsigned.isPresent()) {
                attempt.hint(unsigned.get(), parent);
                return;
            }
            attempt.error = validity(parent, role, chain);
            if (attempt.error != null) {
                attempt.hint(attempt.error, parent);
                return;
            }
            List<ParsedCertificate> longer = new ArrayList<>(chain);
            longer.add(parent);
            if (role == Role.ANCHOR) {
                attempt.found = true;
                accept(longer);
            } else {
                attempt.error = extend(longer);
                attempt.found |= attempt.error == null;
            }
        }

        private Optional<String> signatureError(ParsedCertificate child, ParsedCertificate parent) {
            try {
                child.checkSignatureFrom(parent, cryptography);
                return Optional.empty();
            } catch (CryptographyException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }

        private @Nullable String validity(ParsedCertificate certificate, Role role, List<ParsedCertificate> chain) {
            for (String oid : certificate.unhandledCriticalExtensions()) {
                if (role != Role.LEAF || !oid.equals(question.tolerated())) {
                    return "x509: unhandled critical extension";
                }
            }
            String expired =
                    "x509: certificate has expired or is not yet valid: current time " + GoTime.rfc3339(question.at());
            if (question.at().isBefore(certificate.notBefore())) {
                return expired + " is before " + GoTime.rfc3339(certificate.notBefore());
            }
            if (question.at().isAfter(certificate.notAfter())) {
                return expired + " is after " + GoTime.rfc3339(certificate.notAfter());
            }
            if (role == Role.INTERMEDIATE && !(certificate.basicConstraintsValid() && certificate.isCa())) {
                return "x509: certificate is not authorized to sign other certificates";
            }
            if (certificate.basicConstraintsValid()
                    && certificate.maxPathLength() >= 0
                    && chain.size() - 1 > certificate.maxPathLength()) {
                return "x509: too many intermediates for path length constraint";
            }
            return null;
        }

        private void accept(List<ParsedCertificate> chain) {
            if (requiresPolicies(chain)) {
                wrongPolicies++;
                return;
            }
            if (!allowsUsage(chain)) {
                wrongUsage++;
                return;
            }
            Optional<String> constrained = NameConstraintCheck.error(chain);
            if (constrained.isPresent()) {
                if (constraintError == null) {
                    constraintError = constrained.get();
                }
                return;
            }
            result = List.copyOf(chain);
        }

        private boolean allowsUsage(List<ParsedCertificate> chain) {
            return chain.stream().allMatch(certificate -> {
                List<String> usages = certificate.extendedKeyUsages();
                return usages.isEmpty() || usages.contains(ANY_USAGE) || usages.contains(question.usage());
            });
        }
    }

    /** What became of the parents of one certificate. */
    private static final class Attempt {
        private boolean found;
        private @Nullable String error;
        private @Nullable String hint;
        private @Nullable ParsedCertificate hinted;

        void hint(String message, ParsedCertificate parent) {
            if (hint == null) {
                hint = message;
                hinted = parent;
            }
        }

        String unknownAuthority() {
            String message = "x509: certificate signed by unknown authority";
            if (hint == null || hinted == null) {
                return message;
            }
            return message + " (possibly because of " + GoText.quote(hint)
                    + " while trying to verify candidate authority certificate " + GoText.quote(name(hinted)) + ")";
        }

        private static String name(ParsedCertificate certificate) {
            String common = certificate.subject().commonName();
            if (!common.isEmpty()) {
                return common;
            }
            List<String> organizations = certificate.subject().organizations();
            return organizations.isEmpty() ? "serial:" + certificate.serialNumber() : organizations.get(0);
        }
    }

    /** Whether the chain holds the same subject, key and names already; such a loop leads nowhere. */
    private static boolean contains(List<ParsedCertificate> chain, ParsedCertificate candidate) {
        for (ParsedCertificate certificate : chain) {
            if (Arrays.equals(certificate.rawSubject(), candidate.rawSubject())
                    && Arrays.equals(certificate.rawSpki(), candidate.rawSpki())
                    && Arrays.equals(names(certificate), names(candidate))) {
                return true;
            }
        }
        return false;
    }

    private static byte @Nullable [] names(ParsedCertificate certificate) {
        return certificate
                .extension(SUBJECT_ALTERNATIVE_NAME)
                .map(extension -> extension.value())
                .orElse(null);
    }

    /**
     * Whether a certificate below the anchor demands policies of its chain. Go then computes the valid policies; such chains do
     * not occur with code signing, and are refused here (divergence D22).
     */
    private static boolean requiresPolicies(List<ParsedCertificate> chain) {
        return chain.subList(0, Math.max(0, chain.size() - 1)).stream()
                .flatMap(certificate -> certificate.extension(POLICY_CONSTRAINTS).stream())
                .anyMatch(extension -> {
                    byte[] value = extension.value();
                    return value.length < 3 || (value[2] & 0xff) == REQUIRE_EXPLICIT_POLICY;
                });
    }
}
