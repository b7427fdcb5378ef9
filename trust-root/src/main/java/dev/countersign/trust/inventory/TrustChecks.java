package dev.countersign.trust.inventory;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.ReplacedLog;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import dev.countersign.trust.inventory.TrustPiece.Kind;
import dev.countersign.trust.inventory.TrustPiece.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds what is wrong with trust material, or soon will be. Immutable; asks nobody. */
public final class TrustChecks {
    /** How many days ahead of an end it is told, the last first. */
    public static final List<Integer> DAYS_AHEAD = List.of(1, 7, 30);

    /** A log names its key in a checkpoint by so many digits of its id: 4 bytes. */
    private static final int HINT_DIGITS = 8;

    private final TrustMaterial material;
    private final String issuer;
    private final boolean processWide;
    private final Instant now;
    private final Cryptography cryptography;
    private final List<TrustFinding> findings = new ArrayList<>();

    private TrustChecks(
            TrustMaterial material, String issuer, boolean processWide, Instant now, Cryptography cryptography) {
        this.material = material;
        this.issuer = issuer;
        this.processWide = processWide;
        this.now = now;
        this.cryptography = cryptography;
    }

    /**
     * Checks material; what is for an issuer by itself, since it counts by itself.
     *
     * @param processWide whether it counts for the process, where anchors must be self-issued for signatures in annotations; in a policy any
     *     certificate may be an anchor
     */
    public static List<TrustFinding> check(
            TrustMaterial material, boolean processWide, Instant now, Cryptography cryptography) {
        List<TrustFinding> findings =
                new ArrayList<>(new TrustChecks(material.others(), "", processWide, now, cryptography).findings());
        material.byIssuer()
                .forEach((issuer, own) ->
                        findings.addAll(new TrustChecks(own, issuer, processWide, now, cryptography).findings()));
        if (processWide && TrustInventory.of(material).isEmpty()) {
            findings.add(new TrustFinding(
                    "NOTHING_TRUSTED",
                    TrustFinding.Severity.ERROR,
                    "the source",
                    "it holds no key and no certificate, so that no signature verifies by it",
                    "",
                    "Name another source, or fill this one"));
        }
        return List.copyOf(findings);
    }

    private List<TrustFinding> findings() {
        ends();
        for (Kind kind : Kind.values()) {
            current(kind);
        }
        material.certificateAuthorities().forEach(authority -> chain(Kind.CERTIFICATE_AUTHORITY, authority));
        material.timestampAuthorities().forEach(authority -> chain(Kind.TIMESTAMP_AUTHORITY, authority));
        replaced(Kind.TRANSPARENCY_LOG);
        replaced(Kind.CT_LOG);
        keys();
        return findings;
    }

    private void ends() {
        for (TrustPiece piece : TrustInventory.of(material, issuer)) {
            if (piece.replaced()) {
                continue;
            }
            if (piece.at(now) == State.ENDED) {
                add(
                        "ENDED",
                        Severity.NOTE,
                        piece.toString(),
                        "this counts only for what was made before its end",
                        "ended " + piece.end().map(Instant::toString).orElse(""),
                        "Leave it for as long as what it signed runs");
                continue;
            }
            piece.end().ifPresent(end -> {
                Duration left = Duration.between(now, end);
                DAYS_AHEAD.stream()
                        .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                        .findFirst()
                        .ifPresent(days -> add(
                                "ENDS_SOON",
                                Severity.WARNING,
                                piece.toString(),
                                "this ends within " + days + (days == 1 ? " day" : " days"),
                                "ends " + end,
                                "Announce its successor beside it, then switch the signers"));
            });
        }
    }

    /** A kind of which there is something, but nothing that counts for a signature made now. */
    private void current(Kind kind) {
        List<List<TrustPiece>> units = units(kind);
        if (!units.isEmpty() && units.stream().noneMatch(this::isCurrent)) {
            add(
                    "NOTHING_CURRENT",
                    Severity.ERROR,
                    kind + TrustPiece.forIssuer(issuer),
                    "no " + kind + " counts now, so that nothing signed today can be verified by it",
                    units.size() + ", each ended or not yet begun",
                    "Add the " + kind + " that signers use today");
        }
    }

    private List<List<TrustPiece>> units(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_AUTHORITY -> authorities(kind, material.certificateAuthorities());
            case TIMESTAMP_AUTHORITY -> authorities(kind, material.timestampAuthorities());
            case TRANSPARENCY_LOG, CT_LOG ->
                TrustInventory.logs(material, kind).stream()
                        .map(log -> List.of(TrustInventory.log(kind, log, issuer, false)))
                        .toList();
        };
    }

    private List<List<TrustPiece>> authorities(Kind kind, List<CertificateAuthority> authorities) {
        return authorities.stream()
                .map(authority -> TrustInventory.authority(kind, authority, issuer))
                .toList();
    }

    /** Of each role that the unit has, one piece must count. */
    private boolean isCurrent(List<TrustPiece> unit) {
        return unit.stream().map(TrustPiece::role).distinct().allMatch(role -> unit.stream()
                .anyMatch(piece -> piece.role().equals(role) && piece.at(now) == State.VALID));
    }

    private void chain(Kind kind, CertificateAuthority authority) {
        List<ParsedCertificate> issuers = Stream.concat(
                        authority.anchors().stream(), authority.intermediates().stream())
                .toList();
        Stream.concat(authority.intermediates().stream(), authority.leaf().stream())
                .filter(below -> issuers.stream().noneMatch(issuer -> isIssuer(issuer, below)))
                .forEach(below -> add(
                        "INTERMEDIATE_MISSING",
                        Severity.ERROR,
                        kind + " " + below + TrustPiece.forIssuer(issuer),
                        "no certificate of this authority issued it, so that it leads to no anchor",
                        "issued by \"" + below.issuer() + "\"",
                        "Add the certificate of \"" + below.issuer() + "\" to "
                                + authority.origin().description()));
        boolean rootless = authority.anchors().stream().noneMatch(TrustChecks::isSelfIssued);
        if (processWide && kind == Kind.CERTIFICATE_AUTHORITY && rootless) {
            add(
                    "ROOT_MISSING",
                    Severity.WARNING,
                    kind + " "
                            + authority.anchors().stream()
                                    .map(ParsedCertificate::toString)
                                    .findFirst()
                                    .orElse(authority.origin().description())
                            + TrustPiece.forIssuer(issuer),
                    "no anchor of this authority issued itself; signatures of type Cosign are not verified by it",
                    authority.anchors().stream()
                            .map(anchor -> "issued by \"" + anchor.issuer() + "\"")
                            .findFirst()
                            .orElse("no anchor"),
                    "Add the root behind it to " + authority.origin().description());
        }
    }

    private boolean isIssuer(ParsedCertificate issuer, ParsedCertificate below) {
        if (issuer.equals(below) || !Arrays.equals(issuer.rawSubject(), below.rawIssuer())) {
            return false;
        }
        try {
            below.checkSignatureFrom(issuer, cryptography);
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static boolean isSelfIssued(ParsedCertificate certificate) {
        return Arrays.equals(certificate.rawSubject(), certificate.rawIssuer());
    }

    /** Logs that do not count because another of the same id stands behind them: bad where that one's window is smaller. */
    private void replaced(Kind kind) {
        for (ReplacedLog log : TrustInventory.replaced(material, kind)) {
            boolean covered = log.by().validity().covers(log.log().validity());
            add(
                    "LOG_REPLACED",
                    covered ? Severity.WARNING : Severity.ERROR,
                    TrustInventory.log(kind, log.log(), issuer, true).toString(),
                    covered
                            ? "this log does not count, since another with its id stands behind it"
                            : "this log does not count, since another with its id stands behind it, whose window is another:"
                                    + " what it signed outside that window cannot be verified",
                    log.log().origin().description() + describe(log.log().validity()) + ", replaced by "
                            + log.by().origin().description()
                            + describe(log.by().validity()),
                    covered
                            ? "Remove it"
                            : "Leave one entry for the log, with a window that holds both; only the last is read");
        }
    }

    private static String describe(ValidityWindow window) {
        return window.start().map(start -> " from " + start).orElse("")
                + window.end().map(end -> " until " + end).orElse("");
    }

    private void keys() {
        List<TrustPiece> pieces = new ArrayList<>();
        List<LogKey> logs = new ArrayList<>();
        for (Kind kind : List.of(Kind.TRANSPARENCY_LOG, Kind.CT_LOG)) {
            for (LogKey log : TrustInventory.logs(material, kind)) {
                logs.add(log);
                pieces.add(TrustInventory.log(kind, log, issuer, false));
            }
            for (ReplacedLog log : TrustInventory.replaced(material, kind)) {
                logs.add(log.log());
                pieces.add(TrustInventory.log(kind, log.log(), issuer, true));
            }
        }
        for (int i = 0; i < logs.size(); i++) {
            for (int j = 0; j < i; j++) {
                compare(pieces.get(j), logs.get(j), pieces.get(i), logs.get(i));
            }
        }
    }

    private void compare(TrustPiece first, LogKey known, TrustPiece second, LogKey other) {
        if (known.key().equals(other.key())) {
            boolean oneLog = first.kind() == second.kind() && first.name().equals(second.name());
            if (!oneLog) {
                add(
                        "KEY_IN_TWO_LOGS",
                        Severity.ERROR,
                        second.toString(),
                        "two logs have the same key, so that what one signed counts for the other",
                        "also " + first + ", " + first.origin().description(),
                        "Give each log a key of its own, or remove the wrong entry");
            } else if (bothCount(first, second)) {
                add(
                        "OVERLAPPING_IDS",
                        Severity.WARNING,
                        second.toString(),
                        "the same log stands there twice, and both windows hold some moment",
                        "also " + first.origin().description(),
                        "Remove one, or let the one window end before the other begins");
            }
        } else if (first.kind() == second.kind() && hint(first).equals(hint(second)) && bothCount(first, second)) {
            add(
                    "OVERLAPPING_IDS",
                    Severity.WARNING,
                    second.toString(),
                    "the ids of two logs begin alike, so that checkpoints do not tell them apart",
                    "also " + first,
                    "Let one of the logs change its key");
        }
    }

    private static String hint(TrustPiece log) {
        return log.id().substring(0, Math.min(HINT_DIGITS, log.id().length()));
    }

    private static boolean bothCount(TrustPiece first, TrustPiece second) {
        return !first.replaced() && !second.replaced() && !endsBefore(first, second) && !endsBefore(second, first);
    }

    private static boolean endsBefore(TrustPiece first, TrustPiece second) {
        return first.window()
                .end()
                .flatMap(end -> second.window().start().filter(end::isBefore))
                .isPresent();
    }

    private void add(String code, Severity severity, String piece, String message, String found, String remedy) {
        findings.add(new TrustFinding(code, severity, piece, message, found, remedy));
    }
}
