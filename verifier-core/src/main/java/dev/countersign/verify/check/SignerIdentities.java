package dev.countersign.verify.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.countersign.crypto.ParsedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose certificate cosign accepts ({@code CheckOpts.Identities}): of several identities any, of each both issuer and subject, each
 * compared as it is or found by a regular expression. A certificate that names nobody is nobody's. Immutable and thread-safe.
 */
public final class SignerIdentities {
    /** A longer expression is refused, in characters. */
    private static final int MAX_EXPRESSION = 10_000;

    private final List<Wanted> identities;

    private SignerIdentities(List<Wanted> identities) {
        this.identities = List.copyOf(identities);
    }

    /**
     * One identity; an expression goes before the exact text, and an empty one with an empty text accepts nobody.
     *
     * @param issuer the OIDC issuer
     * @param issuerRegExp found anywhere in the issuer
     * @param subject one of the certificate's names
     * @param subjectRegExp found anywhere in one of the names
     */
    public record Identity(String issuer, String issuerRegExp, String subject, String subjectRegExp) {}

    private record Wanted(Text issuer, Text subject) {}

    private record Text(String exact, Optional<Pattern> expression) {
        boolean accepts(String found) {
            try {
                return expression.isPresent()
                        ? expression.get().matcher(found).find()
                        : !exact.isEmpty() && exact.equals(found);
            } catch (StackOverflowError e) { // this thread's stack is smaller than that of the thread that compiled
                return false;
            }
        }
    }

    /**
     * The identities.
     *
     * @throws IllegalArgumentException where an expression is none; policies are refused before
     */
    public static SignerIdentities of(List<Identity> identities) {
        List<Wanted> wanted = new ArrayList<>();
        for (Identity identity : identities) {
            wanted.add(new Wanted(
                    text(identity.issuer(), identity.issuerRegExp()),
                    text(identity.subject(), identity.subjectRegExp())));
        }
        return new SignerIdentities(wanted);
    }

    private static Text text(String exact, String expression) {
        if (expression.isEmpty()) {
            return new Text(exact, Optional.empty());
        }
        if (expression.length() > MAX_EXPRESSION
                || ExpressionBounds.check(expression).isPresent()) {
            throw new IllegalArgumentException("error parsing regexp: expression too large");
        }
        try {
            return new Text(exact, Optional.of(Pattern.compile(expression)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("error parsing regexp: expression too large", e);
        }
    }

    /**
     * Checks whose certificate it is.
     *
     * @throws CheckFailure {@code none of the expected identities matched what was in the certificate, …}
     */
    public void check(ParsedCertificate certificate) throws CheckFailure {
        String issuer = CertificateIdentity.issuer(certificate);
        List<String> subjects = CertificateIdentity.subjects(certificate);
        for (Wanted wanted : identities) {
            if (wanted.issuer().accepts(issuer)
                    && subjects.stream().anyMatch(subject -> wanted.subject().accepts(subject))) {
                return;
            }
        }
        throw CheckFailure.of(
                "IDENTITY_MISMATCH",
                "none of the expected identities matched what was in the certificate, got subjects ["
                        + String.join(", ", subjects) + "] with issuer " + issuer,
                subjects + " by " + issuer,
                "one of " + identities.size() + " identities of the policy",
                "If this signer is meant, add it to the identities.");
    }
}
