package dev.countersign.crypto;

import java.util.Optional;

/** The hash under a signature. */
public enum HashAlgorithm {
    SHA224("sha224", "SHA-224", 28),
    SHA256("sha256", "SHA-256", 32),
    SHA384("sha384", "SHA-384", 48),
    SHA512("sha512", "SHA-512", 64);

    private final String policyName;
    private final String javaName;
    private final int size;

    HashAlgorithm(String policyName, String javaName, int size) {
        this.policyName = policyName;
        this.javaName = javaName;
        this.size = size;
    }

    /** As a policy's {@code signatureAlgorithm} names it. */
    public String policyName() {
        return policyName;
    }

    /** As the Java security providers name it. */
    public String javaName() {
        return javaName;
    }

    /** The length of a digest, in bytes. */
    public int size() {
        return size;
    }

    /** The hash of a message. */
    public byte[] digest(byte[] message) {
        return Digests.digest(this, message);
    }

    /** The hash of that policy name; the empty text is SHA-256. */
    public static Optional<HashAlgorithm> ofPolicyName(String name) {
        if (name.isEmpty()) {
            return Optional.of(SHA256);
        }
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.policyName.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
