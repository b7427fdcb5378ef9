package dev.countersign.verify.check;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.GoText;
import dev.countersign.verify.entity.MalformedEntityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The key of a log entry, read as Rekor's {@code pki/x509} package does. Immutable.
 *
 * @param key absent where the certificate's key is of no known algorithm
 */
record LogEntryKey(Optional<VerificationKey> key) {
    private static final int MAX_CHAIN = 10;

    static LogEntryKey parse(String text, Optional<LoggedSignature> about) throws MalformedEntityException {
        String trimmed = text.strip();
        Pem.Decoded decoded = Pem.next(trimmed)
                .orElseThrow(() -> new MalformedEntityException("invalid public key: failure decoding PEM"));
        try {
            if (!decoded.rest().isEmpty()) {
                List<ParsedCertificate> chain = CertificatePem.strict(trimmed);
                if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
                    throw new MalformedEntityException("too many certificates specified in PEM block");
                }
                return new LogEntryKey(chain.get(0).publicKey());
            }
            return switch (decoded.block().label()) {
                case "PUBLIC KEY" ->
                    new LogEntryKey(Optional.of(key(decoded.block().bytes(), about)));
                case "CERTIFICATE" ->
                    new LogEntryKey(certificate(decoded.block().bytes(), about).publicKey());
                default ->
                    throw new MalformedEntityException("invalid public key: cannot handle type "
                            + decoded.block().label());
            };
        } catch (CryptographyException e) {
            throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
        }
    }

    private static VerificationKey key(byte[] der, Optional<LoggedSignature> about) throws CryptographyException {
        Optional<VerificationKey> same =
                about.flatMap(LoggedSignature::key).filter(key -> Arrays.equals(key.spki(), der));
        return same.isPresent() ? same.get() : VerificationKey.fromSpki(der);
    }

    private static ParsedCertificate certificate(byte[] der, Optional<LoggedSignature> about)
            throws CryptographyException {
        Optional<ParsedCertificate> same = about.flatMap(LoggedSignature::certificate)
                .filter(certificate -> Arrays.equals(certificate.der(), der));
        return same.isPresent() ? same.get() : ParsedCertificate.parse(der);
    }

    /** Verifies a hashedrekord entry's signature over its hash; Ed25519 is Ed25519ph there, which proves no other signature. */
    Optional<ProvenSignature> verify(Cryptography cryptography, byte[] signature, String algorithm, String value)
            throws MalformedEntityException {
        HashAlgorithm hash =
                switch (algorithm) {
                    case "sha384" -> HashAlgorithm.SHA384;
                    case "sha512" -> HashAlgorithm.SHA512;
                    default -> HashAlgorithm.SHA256;
                };
        int length = Integer.parseInt(hash.policyName().substring(3)) / 4;
        if (value.length() != length) {
            throw new MalformedEntityException("invalid value for hash");
        }
        if (!isHex(value, length)) {
            throw new MalformedEntityException("encoding/hex: invalid byte: " + firstNonHex(value));
        }
        byte[] digest = HexFormat.of().parseHex(value);
        try {
            if (signature.length == 0) {
                throw new CryptographyException("X509 signature has not been initialized");
            }
            VerificationKey verifier = key.orElseThrow(() -> new CryptographyException("unsupported public key type"));
            verifier.requireVerifier(HashAlgorithm.SHA256);
            if (verifier.kind() != VerificationKey.Kind.ED25519) {
                cryptography.verifyDigest(verifier, hash, digest, signature);
                return Optional.of(new ProvenSignature(verifier, hash, digest, signature));
            } else if (hash == HashAlgorithm.SHA512) {
                cryptography.verifyEd25519ph(verifier, digest, signature);
            } else {
                throw new CryptographyException(
                        "unsupported hash algorithm: \"" + hash.javaName() + "\" not in [SHA-512]");
            }
            return Optional.empty();
        } catch (CryptographyException e) {
            throw new MalformedEntityException("verifying signature: " + e.getMessage(), e);
        }
    }

    static boolean isHex(String text, int length) {
        return text.length() == length && text.chars().allMatch(LogEntryKey::isHexDigit);
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static String firstNonHex(String text) {
        int c = text.codePoints().filter(it -> !isHexDigit(it)).findFirst().orElse('?');
        String quoted = GoText.quote(Character.toString(c));
        return String.format(Locale.ROOT, "U+%04X '%s'", c, quoted.substring(1, quoted.length() - 1));
    }
}
