package dev.countersign.verify.entity;

/** One signature in one shape, whatever format it was stored in. Nothing in it is proven. */
public sealed interface SignedEntity permits CosignSignature, CosignAttestation, NotationSignature {

    /** The bytes that are signed. */
    byte[] payload();

    /** Where it is stored, for people. */
    String foundAt();
}
