package dev.countersign.benchmarks;

import dev.countersign.crypto.Cryptography;
import java.security.Security;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One signature verification, by algorithm and provider. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class PrimitiveBenchmark {
    /** Bouncy Castle, or the elliptic curves of the JDK. */
    @Param({"BC", "SunEC"})
    public String provider = "BC";

    /** Curve, or RSA with its size. */
    @Param({"secp256r1", "secp384r1", "RSA2048", "Ed25519"})
    public String algorithm = "secp256r1";

    private SignatureFloor one = SignatureFloor.NONE;

    /** Makes a signature. */
    @Setup
    public void sign() throws Exception {
        one = SignatureFloor.of(
                provider.equals("BC") ? Cryptography.bouncyCastle() : Cryptography.of(Security.getProvider(provider)),
                algorithm);
    }

    /** Verifies it. */
    @Benchmark
    public int verify() throws Exception {
        return one.verifyAll();
    }
}
