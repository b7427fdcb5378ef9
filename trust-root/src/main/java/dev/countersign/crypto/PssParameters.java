package dev.countersign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of RSASSA-PSS (RFC 4055), of which Go takes three sets: one hash throughout, a salt as long as the hash, and the
 * default trailer.
 */
final class PssParameters {
    private static final String MGF1 = "1.2.840.113549.1.1.8";
    private static final byte[] NULL = {5, 0};
    private static final String REFUSAL = "malformed";

    private PssParameters() {}

    /** The hash; empty where Go does not know the set. */
    static Optional<HashAlgorithm> hash(byte[] parameters) {
        try {
            return read(new DerReader(parameters).read(DerReader.SEQUENCE, REFUSAL));
        } catch (CryptographyException e) {
            return Optional.empty();
        }
    }

    private static Optional<HashAlgorithm> read(DerReader fields) throws CryptographyException {
        DerReader hash = explicit(fields, 0).read(DerReader.SEQUENCE, REFUSAL);
        DerReader mask = explicit(fields, 1).read(DerReader.SEQUENCE, REFUSAL);
        BigInteger salt = explicit(fields, 2).readInteger(REFUSAL);
        @Nullable DerReader trailer = fields.readOptional(DerReader.contextConstructed(3), REFUSAL);
        boolean isDefaultTrailer =
                trailer == null || trailer.readInteger(REFUSAL).equals(BigInteger.ONE);
        String hashOid = hash.readOid(REFUSAL);
        boolean isMgf1 = mask.readOid(REFUSAL).equals(MGF1);
        DerReader maskHash = mask.read(DerReader.SEQUENCE, REFUSAL);
        boolean isSameHash = maskHash.readOid(REFUSAL).equals(hashOid);
        if (!isDefaultTrailer || !isMgf1 || !isSameHash || !isBare(hash) || !isBare(maskHash)) {
            return Optional.empty();
        }
        Optional<HashAlgorithm> algorithm =
                switch (hashOid) {
                    case "2.16.840.1.101.3.4.2.1" -> Optional.of(HashAlgorithm.SHA256);
                    case "2.16.840.1.101.3.4.2.2" -> Optional.of(HashAlgorithm.SHA384);
                    case "2.16.840.1.101.3.4.2.3" -> Optional.of(HashAlgorithm.SHA512);
                    default -> Optional.empty();
                };
        return algorithm.filter(known -> salt.equals(BigInteger.valueOf(known.size())));
    }

    private static DerReader explicit(DerReader fields, int number) throws CryptographyException {
        return fields.read(DerReader.contextConstructed(number), REFUSAL);
    }

    /** Whether an algorithm identifier goes on with nothing, or NULL. */
    private static boolean isBare(DerReader rest) {
        return rest.isEmpty() || Arrays.equals(rest.toBytes(), NULL);
    }
}
