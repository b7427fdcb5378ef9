package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.verify.Reason;
import dev.countersign.verify.check.CertificateIdentity.Expression;
import dev.countersign.verify.check.CertificateIdentity.Mismatch;
import java.util.Map;
import java.util.Optional;

/**
 * Whose certificate a keyless attestor accepts in a bundle, as sigstore-go matches it (signature-verification.md 4.2, step 7): subject and
 * issuer exactly and by regular expression, all that is stated; an asterisk is an asterisk. Compiled once; immutable and thread-safe.
 *
 * <p>Stricter than Kyverno: {@code additionalExtensions} count (divergence D44).
 */
public final class BundleIdentity {
    /** The number of the divergence: certificate extensions that a policy states count for bundles. */
    public static final String EXTENSIONS = "D44";

    private final String subject;
    private final Expression subjectExpression;
    private final String issuer;
    private final Expression issuerExpression;
    private final CertificateIdentity extensions;

    private BundleIdentity(AttestorIdentity.Keyless keyless, Map<String, String> ofEntry) {
        subject = keyless.subject();
        subjectExpression = Expression.compile(keyless.subjectRegExp());
        issuer = keyless.issuer();
        issuerExpression = Expression.compile(keyless.issuerRegExp());
        extensions = CertificateIdentity.of(
                new AttestorIdentity.Keyless(
                        "", "", "", "", "", keyless.additionalExtensions(), Optional.empty(), Optional.empty()),
                ofEntry);
    }

    /**
     * The identity that a keyless attestor asks for.
     *
     * @param ofEntry {@code additionalExtensions} of the entry around it
     */
    public static BundleIdentity of(AttestorIdentity.Keyless keyless, Map<String, String> ofEntry) {
        return new BundleIdentity(keyless, ofEntry);
    }

    /** Whether both subject and issuer are asked for; else nobody is accepted. */
    public boolean isComplete() {
        return (!subject.isEmpty() || !subjectExpression.text.isEmpty())
                && (!issuer.isEmpty() || !issuerExpression.text.isEmpty());
    }

    /** What is wrong with an expression, in Go's words; empty where nothing is, or nobody is accepted anyway. */
    public Optional<String> malformed() {
        if (!isComplete()) {
            return Optional.empty();
        }
        String error = subjectExpression.error.isEmpty() ? issuerExpression.error : subjectExpression.error;
        return error.isEmpty() ? Optional.empty() : Optional.of(error);
    }

    /**
     * Checks that a certificate is the one.
     *
     * @throws CheckFailure {@code no matching CertificateIdentity found, last error: expected SAN value "…", got "…"}
     */
    public void verify(ParsedCertificate certificate, CertificateSummary summary) throws CheckFailure {
        if (!isComplete()) {
            throw new CheckFailure(
                    "can't verify identities without providing at least one identity",
                    new Reason(
                            "IDENTITY_INCOMPLETE",
                            "",
                            "a keyless attestor of bundles must state both subject and issuer; without, nobody is accepted",
                            "",
                            "subject or subjectRegExp, and issuer or issuerRegExp",
                            "State both."));
        }
        require("SAN", "subject", subject, subjectExpression, summary.subject());
        require("issuer", "issuer", issuer, issuerExpression, summary.issuer());
        Optional<Mismatch> mismatch = extensions.mismatch(certificate);
        if (mismatch.isPresent()) {
            throw new CheckFailure(mismatch.get().message(), mismatch.get().reason(), EXTENSIONS);
        }
    }

    private static void require(String object, String field, String exact, Expression expression, String received)
            throws CheckFailure {
        if (!exact.isEmpty() && !exact.equals(received)) {
            boolean isPattern = exact.indexOf('*') >= 0 || exact.indexOf('?') >= 0;
            throw mismatch(
                    "expected " + object + " value \"" + exact + "\", got \"" + received + "\"",
                    field,
                    received,
                    exact,
                    isPattern
                            ? "Wildcards do not count for bundles: state " + field + "RegExp."
                            : "If this is meant, state it.");
        }
        if (!expression.text.isEmpty() && !expression.matches(received)) {
            throw mismatch(
                    "expected " + object + " value to match regex \"" + expression.text + "\", got \"" + received
                            + "\"",
                    field,
                    received,
                    expression.text,
                    "If this is meant, change the expression.");
        }
    }

    private static CheckFailure mismatch(String message, String field, String found, String expected, String remedy) {
        return new CheckFailure(
                "no matching CertificateIdentity found, last error: " + message,
                new Reason(
                        field.equals("subject") ? "SUBJECT_MISMATCH" : "ISSUER_MISMATCH",
                        "",
                        field.equals("subject")
                                ? "the bundle is signed by somebody else"
                                : "the signer was authenticated by another issuer",
                        found,
                        expected,
                        remedy));
    }
}
