package dev.countersign.policy.check.lint;

import java.util.List;

/** The lints that need no cryptography. */
public final class Lints {
    private Lints() {}

    /** All of them, in the order of their page. */
    public static List<Lint> all() {
        return List.of(
                new NeverMatches(),
                new NoImagesInKind(),
                new ReferenceNeverMatches(),
                new ReferenceWithoutRegistry(),
                new UpperCaseRegistry(),
                new ReferenceByTag(),
                new SkipsEverything(),
                new UnanchoredExpression(),
                new AnyIssuer(),
                new AnySubject(),
                new WildcardInBundleIdentity(),
                new SeveralKeySources(),
                new CertificateBesideChain(),
                new SameKeyTwice(),
                new EveryKeyMustSign(),
                new SecretOfOtherNamespace(),
                new LogIgnored(),
                new SctIgnored(),
                new InsecureRegistry(),
                new FailsOpen(),
                new OnlyAudits(),
                new NotRequired(),
                new TagNotPinned(),
                new UnusedContext(),
                new IgnoredByKyvernoInBundle(),
                new SeveralLogKeys());
    }
}
