package dev.countersign.policy.read;

import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.document.Value;

/** Finds private keys that were pasted into a document, and keeps them out of every message. */
final class PrivateKeys {
    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String REDACTED = "<private key>";

    private PrivateKeys() {}

    /** Reports every text of the document that holds a private key. */
    static void report(Located located, String path, Findings findings) {
        if (located instanceof Located.LocatedObject object) {
            for (Located.Member member : object.members()) {
                if (begin(member.key(), 0) >= 0) {
                    report(path, member.keyLocation(), findings);
                } else {
                    report(member.value(), SchemaCheck.child(path, member.key()), findings);
                }
            }
        } else if (located instanceof Located.LocatedList list) {
            for (int i = 0; i < list.items().size(); i++) {
                report(list.items().get(i), path + "[" + i + "]", findings);
            }
        } else if (located.value() instanceof Value.StringValue text && begin(text.value(), 0) >= 0) {
            report(path, located.location(), findings);
        }
    }

    private static void report(String path, Location at, Findings findings) {
        findings.error(
                "PRIVATE_KEY",
                at,
                path,
                "a private key stands here; a policy needs the public one",
                "",
                "a PEM block of a public key or certificate",
                "Remove it, take it as stolen and make a new pair; write the public key here");
    }

    /** Where the next private key begins, or -1. */
    private static int begin(String text, int from) {
        int at = text.indexOf(BEGIN, from);
        while (at >= 0) {
            int end = text.indexOf("-----", at + BEGIN.length());
            String label = text.substring(at + BEGIN.length(), end < 0 ? text.length() : end);
            if (label.contains(PRIVATE_KEY)) {
                return at;
            }
            at = text.indexOf(BEGIN, at + BEGIN.length());
        }
        return -1;
    }

    /** The text up to the first private key. */
    static String redact(String text) {
        int at = begin(text, 0);
        return at < 0 ? text : text.substring(0, at) + REDACTED;
    }

    /** The issue without a private key in any of its texts. */
    static Issue redact(Issue issue) {
        return new Issue(
                issue.code(),
                issue.severity(),
                issue.location(),
                redact(issue.path()),
                redact(issue.message()),
                redact(issue.found()),
                redact(issue.expected()),
                redact(issue.remedy()));
    }
}
