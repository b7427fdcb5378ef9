package dev.countersign.benchmarks;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Bouncy Castle, remembering each signature that it is asked to verify: what a case cannot do without is its floor. Records by one
 * thread; not for anything but benchmarks.
 */
final class RecordingProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient Provider real = new BouncyCastleProvider();
    private final transient List<Question> asked = new ArrayList<>();

    /** One signature that was verified. */
    record Question(String algorithm, PublicKey key, byte[] message, byte[] signature) {}

    RecordingProvider() {
        super("Recording", "1", "records what is verified");
        for (String hash : List.of("NONE", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512")) {
            putService(new Recorded(hash + "withECDSA"));
        }
        putService(new Recorded("Ed25519"));
    }

    /** What was asked since the last call, each question once. */
    List<Question> takeAsked() {
        List<Question> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    Provider real() {
        return real;
    }

    private final class Recorded extends Service {
        Recorded(String algorithm) {
            super(RecordingProvider.this, "Signature", algorithm, "Recorded", null, null);
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return new RecordedSignature(getAlgorithm());
        }

        @Override
        public boolean supportsParameter(@Nullable Object parameter) {
            return true;
        }
    }

    private final class RecordedSignature extends SignatureSpi {
        private final String algorithm;
        private final Signature signature;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private @Nullable PublicKey key;

        RecordedSignature(String algorithm) throws NoSuchAlgorithmException {
            this.algorithm = algorithm;
            this.signature = Signature.getInstance(algorithm, real);
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            key = publicKey;
            message.reset();
            signature.initVerify(publicKey);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            message.write(b);
            signature.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            message.write(bytes, offset, length);
            signature.update(bytes, offset, length);
        }

        @Override
        protected boolean engineVerify(byte[] bytes) throws SignatureException {
            PublicKey used = key;
            if (used != null) {
                asked.add(new Question(algorithm, used, message.toByteArray(), bytes.clone()));
            }
            return signature.verify(bytes);
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            throw new InvalidKeyException("signs nothing");
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            throw new SignatureException("signs nothing");
        }

        @Override
        protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
                throws java.security.InvalidAlgorithmParameterException {
            signature.setParameter(parameters);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException(name);
        }
    }
}
