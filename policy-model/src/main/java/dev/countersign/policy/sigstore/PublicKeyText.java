package dev.countersign.policy.sigstore;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a text looks like a public key in PEM. The key itself is read by those who know cryptography; one that they cannot read
 * makes the policy unusable then.
 */
final class PublicKeyText {
    /** A longer text is no key, in characters. */
    private static final int MAX_LENGTH = 64 * 1024;

    private static final Pattern BEGIN = Pattern.compile("(?m)^-----BEGIN ([^-\\r\\n]*)-----[ \\t]*\\r?$");

    private PublicKeyText() {}

    /** Whether the first PEM block is labelled as a public key and holds a DER sequence. */
    static boolean isPlausible(String pem) {
        if (pem.length() > MAX_LENGTH) {
            return false;
        }
        Matcher begin = BEGIN.matcher(pem);
        if (!begin.find()) {
            return false;
        }
        String label = begin.group(1);
        int end = pem.indexOf("-----END " + label + "-----", begin.end());
        if (end < 0 || !(label.equals("PUBLIC KEY") || label.equals("RSA PUBLIC KEY"))) {
            return false;
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin.end(), end));
            return der.length > 0 && der[0] == 0x30;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
