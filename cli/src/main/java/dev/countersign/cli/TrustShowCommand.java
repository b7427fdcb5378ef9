package dev.countersign.cli;

import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustInventory;
import dev.countersign.trust.inventory.TrustPiece;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists every piece of trust. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists every piece of trust. Exit status 2 where the source cannot be read.")
final class TrustShowCommand implements Callable<Integer> {
    private static final List<String> HEADINGS =
            List.of("#", "KIND", "ROLE", "ID", "NAME", "KEY", "WINDOW", "CERTIFICATE", "STATE", "ORIGIN", "ISSUER");

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    @Mixin
    final TrustSources sources;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (the default) or json.")
    String format = "table";

    TrustShowCommand(PrintStream out, PrintStream err, Clock clock, TrustSources sources) {
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        try {
            String chosen = OutputFormat.of(format, List.of("table", "json"));
            TrustSources.Read read = sources.read();
            List<TrustPiece> pieces = read.trusts().stream()
                    .flatMap(trust -> TrustInventory.of(trust.material()).stream())
                    .toList();
            Instant now = clock.instant();
            read.trusts().forEach(trust -> trust.problem()
                    .ifPresent(problem -> err.println("Note: the last good state is shown: " + problem)));
            read.findings().forEach(finding -> err.println("Note: " + finding.piece() + ": " + finding.message()));
            out.print(chosen.equals("json") ? TrustJson.pieces(pieces, now) + "\n" : table(pieces, now));
            return ExitStatus.OK;
        } catch (InputException e) {
            return ErrorLine.unreadable(err, e.getMessage());
        }
    }

    private static String table(List<TrustPiece> pieces, Instant now) {
        if (pieces.isEmpty()) {
            return "nothing is trusted\n";
        }
        boolean byIssuer = pieces.stream().anyMatch(piece -> !piece.issuer().isEmpty());
        ResultTable table = new ResultTable(byIssuer ? HEADINGS : HEADINGS.subList(0, HEADINGS.size() - 1), false);
        for (TrustPiece piece : pieces) {
            List<String> cells = new ArrayList<>(List.of(
                    piece.kind().toString(),
                    piece.role(),
                    piece.id(),
                    piece.name(),
                    piece.algorithm(),
                    span(piece.window()),
                    span(piece.certificate()),
                    piece.at(now).toString(),
                    piece.origin().description()));
            if (byIssuer) {
                cells.add(piece.issuer().isEmpty() ? "all others" : piece.issuer());
            }
            table.add(cells);
        }
        return table.render();
    }

    /** {@code FROM..UNTIL}; an open end is empty, and so is what has no bounds. */
    private static String span(ValidityWindow window) {
        return window.equals(ValidityWindow.ALWAYS)
                ? ""
                : window.start().map(Instant::toString).orElse("") + ".."
                        + window.end().map(Instant::toString).orElse("");
    }
}
