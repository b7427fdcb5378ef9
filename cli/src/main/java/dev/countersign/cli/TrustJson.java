package dev.countersign.cli;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.inventory.TrustPiece;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code trust} tells as one JSON object. */
final class TrustJson {
    private TrustJson() {}

    static String pieces(List<TrustPiece> pieces, Instant now) {
        return root("pieces", pieces.stream().map(piece -> piece(piece, now)).toList());
    }

    static String findings(List<TrustFinding> findings) {
        return root("findings", findings.stream().map(TrustJson::finding).toList());
    }

    private static String root(String name, List<Value> items) {
        return JsonText.inOrder(new Value.ObjectValue(Map.of(name, new Value.ListValue(items))));
    }

    private static Value piece(TrustPiece piece, Instant now) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("kind", Value.of(piece.kind().toString()));
        members.put("role", Value.of(piece.role()));
        members.put("id", Value.of(piece.id()));
        members.put("name", Value.of(piece.name()));
        members.put("algorithm", Value.of(piece.algorithm()));
        members.put("window", window(piece.window()));
        members.put("certificate", window(piece.certificate()));
        members.put("state", Value.of(piece.at(now).toString()));
        members.put("origin", Value.of(piece.origin().description()));
        if (!piece.issuer().isEmpty()) {
            members.put("issuer", Value.of(piece.issuer()));
        }
        return new Value.ObjectValue(members);
    }

    /** An open end has no member. */
    private static Value window(ValidityWindow window) {
        Map<String, Value> members = new LinkedHashMap<>();
        window.start().ifPresent(start -> members.put("from", Value.of(start.toString())));
        window.end().ifPresent(end -> members.put("until", Value.of(end.toString())));
        return new Value.ObjectValue(members);
    }

    private static Value finding(TrustFinding finding) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("code", Value.of(finding.code()));
        members.put("severity", Value.of(finding.severity().name().toLowerCase(Locale.ROOT)));
        members.put("piece", Value.of(finding.piece()));
        members.put("message", Value.of(finding.message()));
        members.put("found", Value.of(finding.found()));
        members.put("remedy", Value.of(finding.remedy()));
        return new Value.ObjectValue(members);
    }
}
