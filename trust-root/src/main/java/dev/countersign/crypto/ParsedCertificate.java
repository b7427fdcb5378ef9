package dev.countersign.crypto;

/** Placeholder of the contract; see the crypto work. */
public final class ParsedCertificate {}
