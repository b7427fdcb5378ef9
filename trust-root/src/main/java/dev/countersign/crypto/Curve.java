package dev.countersign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The curves of ECDSA keys that Go knows. */
enum Curve {
    P224("1.3.132.0.33", "secp224r1", "P224", "P224Element", VerificationKey.Kind.ECDSA_P224),
    P256("1.2.840.10045.3.1.7", "secp256r1", "P256", "P256 element", VerificationKey.Kind.ECDSA_P256),
    P384("1.3.132.0.34", "secp384r1", "P384", "P384Element", VerificationKey.Kind.ECDSA_P384),
    P521("1.3.132.0.35", "secp521r1", "P521", "P521Element", VerificationKey.Kind.ECDSA_P521);

    private final String oid;
    private final String goName;
    private final String goElement;
    private final VerificationKey.Kind kind;
    private final ECDomainParameters domain;

    Curve(String oid, String name, String goName, String goElement, VerificationKey.Kind kind) {
        this.oid = oid;
        this.goName = goName;
        this.goElement = goElement;
        this.kind = kind;
        X9ECParameters parameters = CustomNamedCurves.getByName(name);
        this.domain =
                new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }

    static Optional<Curve> ofOid(String oid) {
        return Arrays.stream(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }

    VerificationKey.Kind kind() {
        return kind;
    }

    String oid() {
        return oid;
    }

    /** A key from its point, which must be uncompressed, on the curve, and not at infinity. */
    ECPublicKeyParameters key(byte[] point) throws CryptographyException {
        if (point.length == 0 || point[0] != 4) {
            throw new CryptographyException("ecdsa: invalid uncompressed public key");
        }
        int size = (domain.getCurve().getFieldSize() + 7) / 8;
        if (point.length != 1 + 2 * size) {
            throw new CryptographyException("invalid " + goName + " point encoding");
        }
        BigInteger x = new BigInteger(1, point, 1, size);
        BigInteger y = new BigInteger(1, point, 1 + size, size);
        BigInteger field = domain.getCurve().getField().getCharacteristic();
        if (x.compareTo(field) >= 0 || y.compareTo(field) >= 0) {
            throw new CryptographyException("invalid " + goElement + " encoding");
        }
        try {
            // The cofactor is one: a point on the curve is in the group.
            ECPoint decoded = domain.getCurve().validatePoint(x, y);
            return new ECPublicKeyParameters(decoded, domain);
        } catch (IllegalArgumentException e) {
            throw new CryptographyException(goName + " point not on curve", e);
        }
    }
}
