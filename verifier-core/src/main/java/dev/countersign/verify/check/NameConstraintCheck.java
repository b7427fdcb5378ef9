package dev.countersign.verify.check;

import dev.countersign.crypto.IpAddress;
import dev.countersign.crypto.NameConstraints;
import dev.countersign.crypto.NameConstraints.IpRange;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.SubjectAlternativeNames;
import dev.countersign.crypto.SubjectAlternativeNames.UriName;
import dev.countersign.document.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Name constraints of a chain (RFC 5280, 4.2.1.10), judged and worded as Go 1.26 does ({@code crypto/x509/constraints.go}): each
 * certificate that has names must obey the constraints of all certificates above it. Thread-safe.
 */
final class NameConstraintCheck {
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    /** Comparisons for one chain; beyond it the chain is refused. */
    private static final int MAX_COMPARISONS = 250_000;

    private NameConstraintCheck() {}

    /** What is wrong; empty where nothing is. */
    static Optional<String> error(List<ParsedCertificate> chain) {
        long comparisons = 0;
        for (int i = 0; i < chain.size(); i++) {
            ParsedCertificate named = chain.get(i);
            List<NameConstraints> above = above(chain, i);
            if (above.isEmpty() || named.extension(SUBJECT_ALTERNATIVE_NAME).isEmpty()) {
                continue;
            }
            SubjectAlternativeNames names = named.subjectAlternativeNames();
            for (NameConstraints constraints : above) {
                comparisons += (long) count(names) * count(constraints);
            }
            if (comparisons > MAX_COMPARISONS) {
                return Optional.of("too many constraints");
            }
            try {
                check(names, above);
            } catch (Refused e) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static List<NameConstraints> above(List<ParsedCertificate> chain, int i) {
        return chain.subList(i + 1, chain.size()).stream()
                .flatMap(certificate -> certificate.nameConstraints().stream())
                .toList();
    }

    private static int count(SubjectAlternativeNames names) {
        return names.dnsNames().size()
                + names.emailAddresses().size()
                + names.ipAddresses().size()
                + names.uris().size();
    }

    private static int count(NameConstraints constraints) {
        return count(constraints.permitted()) + count(constraints.excluded());
    }

    private static int count(NameConstraints.Subtrees trees) {
        return trees.dnsDomains().size()
                + trees.emailAddresses().size()
                + trees.ipRanges().size()
                + trees.uriDomains().size();
    }

    private static void check(SubjectAlternativeNames names, List<NameConstraints> above) throws Refused {
        List<Uri> uris = new ArrayList<>();
        for (UriName uri : names.uris()) {
            uris.add(Uri.of(uri));
        }
        List<Mailbox> mailboxes = new ArrayList<>();
        for (String email : names.emailAddresses()) {
            Mailbox parsed = Mailbox.parse(email)
                    .orElseThrow(() -> new Refused("cannot parse rfc822Name " + GoText.quote(email)));
            mailboxes.add(new Mailbox(parsed.local(), parsed.domain().toLowerCase(Locale.ROOT)));
        }
        for (NameConstraints constraints : above) {
            checkOne(names, uris, mailboxes, constraints);
        }
    }

    private static void checkOne(
            SubjectAlternativeNames names, List<Uri> uris, List<Mailbox> mailboxes, NameConstraints constraints)
            throws Refused {
        NameConstraints.Subtrees permitted = constraints.permitted();
        NameConstraints.Subtrees excluded = constraints.excluded();
        for (IpAddress ip : names.ipAddresses()) {
            String shown = "IP address " + GoText.quote(ip.toString());
            List<IpRange> broadest = excluded.ipRanges().stream()
                    .sorted(Comparator.comparingInt(IpRange::prefixLength))
                    .toList();
            permit(shown, ip, permitted.ipRanges(), IpRange::contains);
            exclude(shown, ip, broadest, IpRange::contains, IpRange::toString);
        }
        for (String dns : names.dnsNames()) {
            if (!isDomain(dns)) {
                throw new Refused("x509: cannot parse dnsName " + GoText.quote(dns));
            }
            String shown = "DNS name " + GoText.quote(dns);
            permit(shown, dns, permitted.dnsDomains(), NameConstraintCheck::covers);
            exclude(shown, dns, broadest(excluded.dnsDomains()), NameConstraintCheck::excludes, domain -> domain);
        }
        for (Uri uri : uris) {
            if (!isDomain(uri.host())) {
                throw new Refused("x509: internal error: URI SAN " + GoText.quote(uri.text()) + " failed to parse");
            }
            String shown = "URI " + GoText.quote(uri.text());
            permit(shown, uri.host(), permitted.uriDomains(), NameConstraintCheck::covers);
            exclude(
                    shown,
                    uri.host(),
                    broadest(excluded.uriDomains()),
                    NameConstraintCheck::excludes,
                    domain -> domain);
        }
        for (Mailbox mailbox : mailboxes) {
            String quoted = GoText.quote(mailbox.local() + "@" + mailbox.domain());
            if (!isDomain(mailbox.domain())) {
                throw new Refused("x509: cannot parse rfc822Name " + quoted);
            }
            String shown = "email address " + quoted;
            permit(shown, mailbox, permitted.emailAddresses(), NameConstraintCheck::permitsMail);
            exclude(
                    shown,
                    mailbox,
                    broadest(excluded.emailAddresses()),
                    NameConstraintCheck::excludesMail,
                    it -> it.contains("@") ? mailbox.local() + "@" + mailbox.domain() : it);
        }
    }

    private static <C, N> void permit(String shown, N name, List<C> permitted, BiPredicate<C, N> covers)
            throws Refused {
        if (!permitted.isEmpty() && permitted.stream().noneMatch(constraint -> covers.test(constraint, name))) {
            throw new Refused(shown + " is not permitted by any constraint");
        }
    }

    private static <C, N> void exclude(
            String shown, N name, List<C> excluded, BiPredicate<C, N> covers, Function<C, String> print)
            throws Refused {
        for (C constraint : excluded) {
            if (covers.test(constraint, name)) {
                throw new Refused(shown + " is excluded by constraint " + GoText.quote(print.apply(constraint)));
            }
        }
    }

    /** The broadest first: of constraints within each other Go keeps and names that one. */
    private static List<String> broadest(List<String> constraints) {
        return constraints.stream()
                .sorted(Comparator.comparingInt(String::length))
                .toList();
    }

    /** Whether the name ends in the constraint, at a label; a leading dot asks for at least one label more. */
    private static boolean covers(String constraint, String name) {
        String tree = constraint.toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        if (tree.isEmpty()) {
            return true;
        }
        if (!lower.endsWith(tree)) {
            return false;
        }
        return tree.startsWith(".")
                || lower.length() == tree.length()
                || lower.charAt(lower.length() - tree.length() - 1) == '.';
    }

    /** As {@link #covers}; a wildcard name is also excluded where one of its names would be. */
    private static boolean excludes(String constraint, String name) {
        if (covers(constraint, name)) {
            return true;
        }
        int dot = constraint.indexOf('.');
        return name.startsWith("*")
                && dot >= 0
                && name.indexOf('.') >= 0
                && name.substring(name.indexOf('.')).equalsIgnoreCase(constraint.substring(dot));
    }

    private static boolean permitsMail(String constraint, Mailbox mailbox) {
        return constraint.contains("@") ? mailbox.is(constraint) : covers(constraint, mailbox.domain());
    }

    private static boolean excludesMail(String constraint, Mailbox mailbox) {
        return constraint.contains("@") ? mailbox.is(constraint) : excludes(constraint, mailbox.domain());
    }

    /** Go's {@code domainNameValid} for names, not constraints. */
    static boolean isDomain(String name) {
        if (name.isEmpty()) {
            return true;
        }
        if (name.endsWith(".")) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else {
                if (c < 33 || c > 126) {
                    return false;
                }
                label++;
            }
        }
        return true;
    }

    /** A name or a chain is refused. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    private record Uri(String text, String host) {
        static Uri of(UriName uri) throws Refused {
            String host = uri.host().toLowerCase(Locale.ROOT);
            String shown = GoText.quote(uri.text());
            if (host.isEmpty()) {
                throw new Refused("URI with empty host (" + shown + ") cannot be matched against constraints");
            }
            if (host.contains(":") && !host.endsWith("]")) {
                host = uri.host().substring(0, uri.host().lastIndexOf(':'));
            }
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (bracketed || host.contains(":") || isDottedQuad(host)) {
                throw new Refused("URI with IP (" + shown + ") cannot be matched against constraints");
            }
            return new Uri(uri.text(), host);
        }

        private static boolean isDottedQuad(String host) {
            String[] parts = host.split("\\.", -1);
            if (parts.length != 4) {
                return false;
            }
            for (String part : parts) {
                boolean digits =
                        !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
                if (!digits || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
                    return false;
                }
            }
            return true;
        }
    }
}
