package dev.countersign.verify.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.countersign.crypto.CertificateExtension;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.SubjectAlternativeNames;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.verify.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose certificate a keyless attestor accepts (Kyverno spec 8.4): subject as wildcard or regular expression, issuer as wildcard
 * and regular expression, certificate extensions as wildcards. Compiled once; immutable and thread-safe.
 */
public final class CertificateIdentity {

    /** The number of the divergence: a certificate that names nobody satisfies no wanted subject. */
    public static final String NO_SUBJECT = "D04";

    /** The number of the divergence: extensions that the entry states count for its keyless attestors. */
    public static final String EXTENSIONS_OF_ENTRY = "D07";

    private static final String ISSUER_OID = "1.3.6.1.4.1.57264.1.1";
    private static final Map<String, String> EXTENSIONS = Map.of(
            "oidcIssuer", ISSUER_OID,
            "githubWorkflowTrigger", "1.3.6.1.4.1.57264.1.2",
            "githubWorkflowSha", "1.3.6.1.4.1.57264.1.3",
            "githubWorkflowName", "1.3.6.1.4.1.57264.1.4",
            "githubWorkflowRepository", "1.3.6.1.4.1.57264.1.5",
            "githubWorkflowRef", "1.3.6.1.4.1.57264.1.6");

    private final String subject;
    private final Expression subjectExpression;
    private final String issuer;
    private final Expression issuerExpression;
    private final TreeMap<String, String> extensions;

    private final Set<String> inherited;

    private CertificateIdentity(AttestorIdentity.Keyless keyless, Map<String, String> ofEntry) {
        subject = keyless.subject();
        subjectExpression = Expression.compile(keyless.subjectRegExp());
        issuer = keyless.issuer();
        issuerExpression = Expression.compile(keyless.issuerRegExp());
        extensions = new TreeMap<>(ofEntry);
        extensions.putAll(keyless.additionalExtensions());
        inherited = new TreeSet<>(ofEntry.keySet());
        inherited.removeAll(keyless.additionalExtensions().keySet());
    }

    /**
     * The identity that a keyless attestor asks for. A malformed expression is told when a certificate is looked at.
     *
     * @param keyless the attestor
     * @param ofEntry {@code additionalExtensions} of the entry around it, which Kyverno ignores; those that the attestor states
     *     too are the attestor's
     */
    public static CertificateIdentity of(AttestorIdentity.Keyless keyless, Map<String, String> ofEntry) {
        return new CertificateIdentity(keyless, ofEntry);
    }

    /** A certificate is not the one. */
    public record Mismatch(String message, Reason reason, Optional<String> divergence) {}

    /** Whether any certificate will do. */
    public boolean acceptsEverybody() {
        return subject.isEmpty()
                && subjectExpression.text.isEmpty()
                && issuer.isEmpty()
                && issuerExpression.text.isEmpty()
                && extensions.isEmpty();
    }

    /** Why a certificate is not the one; empty when it is. */
    public Optional<Mismatch> mismatch(ParsedCertificate certificate) {
        return subjectMismatch(certificate)
                .or(() -> issuerMismatch(certificate))
                .or(() -> extensionMismatch(certificate));
    }

    /** The names of a certificate, in the order in which cosign lists them. */
    public static List<String> subjects(ParsedCertificate certificate) {
        SubjectAlternativeNames names = certificate.subjectAlternativeNames();
        List<String> all = new ArrayList<>(names.dnsNames());
        all.addAll(names.emailAddresses());
        names.ipAddresses().forEach(address -> all.add(address.toString()));
        names.uris().forEach(uri -> all.add(uri.text()));
        try {
            String other = certificate.fulcioOtherName();
            if (!other.isEmpty()) {
                all.add(other);
            }
        } catch (CryptographyException e) {
            // As in cosign, names that cannot be told apart name nobody.
        }
        return all;
    }

    /** The OIDC issuer that Fulcio wrote into a certificate; empty when there is none. The newer extension is not looked at. */
    public static String issuer(ParsedCertificate certificate) {
        return extension(certificate, ISSUER_OID);
    }

    private Optional<Mismatch> subjectMismatch(ParsedCertificate certificate) {
        if (subject.isEmpty() && subjectExpression.text.isEmpty()) {
            return Optional.empty();
        }
        List<String> subjects = subjects(certificate);
        boolean matches = !subject.isEmpty() && subjects.stream().anyMatch(name -> Wildcard.matches(subject, name));
        if (!subjectExpression.error.isEmpty()) {
            Mismatch malformed = malformed("subject", subjectExpression);
            return Optional.of(
                    subjects.isEmpty()
                            ? new Mismatch(malformed.message(), malformed.reason(), Optional.of(NO_SUBJECT))
                            : malformed);
        }
        if (matches || subjects.stream().anyMatch(subjectExpression::matches)) {
            return Optional.empty();
        }
        String expected = subject.isEmpty() ? subjectExpression.text : subject;
        String received = String.join(", ", subjects);
        return Optional.of(new Mismatch(
                "subject mismatch: expected " + expected + ", received " + received,
                new Reason(
                        "SUBJECT_MISMATCH",
                        "",
                        subjects.isEmpty()
                                ? "the signature verifies, but its certificate names nobody"
                                : "the signature verifies, but somebody else made it",
                        received,
                        expected,
                        "If this signer is meant, state this subject; wildcards are * and ?."),
                subjects.isEmpty() ? Optional.of(NO_SUBJECT) : Optional.empty()));
    }

    private Optional<Mismatch> issuerMismatch(ParsedCertificate certificate) {
        String received = issuer(certificate);
        if (!issuer.isEmpty() && !Wildcard.matches(issuer, received)) {
            return Optional.of(otherIssuer(issuer, received));
        }
        if (!issuerExpression.error.isEmpty()) {
            return Optional.of(malformed("issuer", issuerExpression));
        }
        if (!issuerExpression.text.isEmpty() && !issuerExpression.matches(received)) {
            return Optional.of(otherIssuer(issuerExpression.text, received));
        }
        return Optional.empty();
    }

    private static Mismatch otherIssuer(String expected, String received) {
        return new Mismatch(
                "issuer mismatch: expected " + expected + ", received " + received,
                new Reason(
                        "ISSUER_MISMATCH",
                        "",
                        "the signer was authenticated by another issuer",
                        received,
                        expected,
                        "If this issuer is meant, state it; wildcards are * and ?."),
                Optional.empty());
    }

    private Optional<Mismatch> extensionMismatch(ParsedCertificate certificate) {
        for (Map.Entry<String, String> wanted : extensions.entrySet()) {
            String name = wanted.getKey();
            Optional<String> divergence =
                    inherited.contains(name) ? Optional.of(EXTENSIONS_OF_ENTRY) : Optional.empty();
            String oid = EXTENSIONS.getOrDefault(name, name);
            if (!EXTENSIONS.containsValue(oid)) {
                return Optional.of(new Mismatch(
                        "invalid certificate extension " + name,
                        new Reason(
                                "UNKNOWN_EXTENSION",
                                "",
                                "no certificate extension of this name can be asked for",
                                name,
                                String.join(", ", new TreeMap<>(EXTENSIONS).keySet()) + ", or their object identifiers",
                                "Name one of these extensions."),
                        divergence));
            }
            String received = extension(certificate, oid);
            if (!Wildcard.matches(wanted.getValue(), received)) {
                return Optional.of(new Mismatch(
                        "extension mismatch: expected " + wanted.getValue() + " for key " + name + ", received "
                                + received,
                        new Reason(
                                "EXTENSION_MISMATCH",
                                "",
                                "the signer's certificate says something else for " + name,
                                received,
                                wanted.getValue(),
                                "If this build is meant, state this value; wildcards are * and ?."),
                        divergence));
            }
        }
        return Optional.empty();
    }

    private static Mismatch malformed(String field, Expression expression) {
        return new Mismatch(
                "invalid regexp for " + field + ": " + expression.text + " : " + expression.error,
                new Reason(
                        "INVALID_REGEXP",
                        "",
                        field + "RegExp is no regular expression of RE2",
                        expression.text,
                        "RE2 syntax, which has no look-around and no back-references",
                        "Mend the expression."),
                Optional.empty());
    }

    private static String extension(ParsedCertificate certificate, String oid) {
        return certificate
                .extension(oid)
                .map(CertificateExtension::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** An RE2 expression that may be absent or malformed. */
    static final class Expression {
        /** A longer one is refused, in characters. */
        private static final int MAX_LENGTH = 10_000;

        private static final String TOO_LARGE = "error parsing regexp: expression too large";

        final String text;
        final String error;
        private final Optional<Pattern> pattern;

        private Expression(String text, String error, Optional<Pattern> pattern) {
            this.text = text;
            this.error = error;
            this.pattern = pattern;
        }

        static Expression compile(String text) {
            if (text.isEmpty()) {
                return new Expression(text, "", Optional.empty());
            }
            if (text.length() > MAX_LENGTH) {
                return new Expression(text, TOO_LARGE, Optional.empty());
            }
            Optional<String> excess = ExpressionBounds.check(text);
            if (excess.isPresent()) {
                return new Expression(text, excess.get(), Optional.empty());
            }
            try {
                Pattern pattern = Pattern.compile(text);
                boolean ignored = pattern.matcher("").find(); // tells whether it is too deep to be looked for
                return new Expression(text, "", Optional.of(pattern));
            } catch (PatternSyntaxException e) {
                return new Expression(text, String.valueOf(e.getMessage()), Optional.empty());
            } catch (StackOverflowError e) { // re2j recurses into nested and repeated parts
                return new Expression(text, TOO_LARGE, Optional.empty());
            }
        }

        /** Whether it matches anywhere in the text. */
        boolean matches(String candidate) {
            try {
                return pattern.map(found -> found.matcher(candidate).find()).orElse(false);
            } catch (StackOverflowError e) { // this thread's stack is smaller than that of the thread that compiled
                return false;
            }
        }
    }
}
