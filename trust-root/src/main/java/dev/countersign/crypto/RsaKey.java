package dev.countersign.crypto;

import java.math.BigInteger;

/**
 * An RSA key. Whether it is fit to verify with is looked at when it does, as in Go.
 *
 * @param modulus positive
 * @param exponent positive
 */
record RsaKey(BigInteger modulus, long exponent) {}
