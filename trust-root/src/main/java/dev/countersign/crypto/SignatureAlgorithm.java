package dev.countersign.crypto;

import java.util.Arrays;
import java.util.Optional;

/** The algorithms of certificate signatures that Go knows, with the names under which it refuses some of them. */
enum SignatureAlgorithm {
    MD5_RSA("1.2.840.113549.1.1.4", "MD5-RSA", "RSA", true),
    SHA1_RSA("1.2.840.113549.1.1.5", "SHA1-RSA", "RSA", true),
    SHA1_RSA_ISO("1.3.14.3.2.29", "SHA1-RSA", "RSA", true),
    SHA256_RSA("1.2.840.113549.1.1.11", "RSA", HashAlgorithm.SHA256),
    SHA384_RSA("1.2.840.113549.1.1.12", "RSA", HashAlgorithm.SHA384),
    SHA512_RSA("1.2.840.113549.1.1.13", "RSA", HashAlgorithm.SHA512),
    SHA256_RSA_PSS(HashAlgorithm.SHA256),
    SHA384_RSA_PSS(HashAlgorithm.SHA384),
    SHA512_RSA_PSS(HashAlgorithm.SHA512),
    DSA_SHA1("1.2.840.10040.4.3", "DSA-SHA1", "DSA", true),
    DSA_SHA256("2.16.840.1.101.3.4.3.2", "DSA", HashAlgorithm.SHA256),
    ECDSA_SHA1("1.2.840.10045.4.1", "ECDSA-SHA1", "ECDSA", true),
    ECDSA_SHA256("1.2.840.10045.4.3.2", "ECDSA", HashAlgorithm.SHA256),
    ECDSA_SHA384("1.2.840.10045.4.3.3", "ECDSA", HashAlgorithm.SHA384),
    ECDSA_SHA512("1.2.840.10045.4.3.4", "ECDSA", HashAlgorithm.SHA512),
    ED25519("1.3.101.112", "Ed25519", "Ed25519", false);

    private static final String PSS = "1.2.840.113549.1.1.10";

    private final String oid;
    private final String goName;
    private final String keyName;
    private final boolean isInsecure;
    private final HashAlgorithm hash;

    SignatureAlgorithm(String oid, String goName, String keyName, boolean isInsecure) {
        this.oid = oid;
        this.goName = goName;
        this.keyName = keyName;
        this.isInsecure = isInsecure;
        this.hash = HashAlgorithm.SHA512;
    }

    SignatureAlgorithm(String oid, String keyName, HashAlgorithm hash) {
        this.oid = oid;
        this.goName = "";
        this.keyName = keyName;
        this.isInsecure = false;
        this.hash = hash;
    }

    SignatureAlgorithm(HashAlgorithm hash) {
        this(PSS, "RSA", hash);
    }

    /** By OID and parameters (a whole element, or nothing). */
    static Optional<SignatureAlgorithm> of(String oid, byte[] parameters) {
        if (oid.equals(PSS)) {
            return PssParameters.hash(parameters).flatMap(SignatureAlgorithm::ofPss);
        }
        if (oid.equals(ED25519.oid) && parameters.length > 0) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.oid.equals(oid))
                .findFirst();
    }

    private static Optional<SignatureAlgorithm> ofPss(HashAlgorithm hash) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.isPss() && algorithm.hash == hash)
                .findFirst();
    }

    boolean isPss() {
        return oid.equals(PSS);
    }

    /** MD5 and SHA-1. */
    boolean isInsecure() {
        return isInsecure;
    }

    /** The name in a refusal of an insecure algorithm. */
    String goName() {
        return goName;
    }

    /** The family of keys: RSA, DSA, ECDSA, Ed25519. */
    String keyName() {
        return keyName;
    }

    /** Of the secure algorithms; for Ed25519 without meaning. */
    HashAlgorithm hash() {
        return hash;
    }
}
