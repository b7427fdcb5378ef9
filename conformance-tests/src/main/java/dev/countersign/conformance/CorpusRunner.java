package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Asks Countersign every case and every table line of a corpus and compares with Kyverno's recorded answers. Immutable; a run
 * may be repeated. The order of the results does not depend on the number of threads.
 *
 * <p>A corpus is a folder with {@code registry}, {@code trust}, {@code cases} and {@code tables}. Nothing is asked of a network.
 */
public final class CorpusRunner {
    private final Path corpus;
    private final List<Path> cases;
    private final Optional<Path> tables;
    private final Predicate<String> wanted;
    private final int threads;
    private final Set<String> divergences;
    private final MatchConditionLanguage conditions;

    private CorpusRunner(Builder builder) {
        this.corpus = builder.corpus;
        this.cases = List.copyOf(builder.cases);
        this.tables = builder.tables;
        this.wanted = builder.wanted;
        this.threads = builder.threads;
        this.conditions = builder.conditions;
        this.divergences = Set.copyOf(builder.divergences.orElseGet(DivergenceList::packaged));
    }

    /**
     * A new builder.
     *
     * @param corpus the corpus' folder
     */
    public static Builder of(Path corpus) {
        return new Builder(corpus);
    }

    private static List<Path> existing(Path folder) {
        return Files.isDirectory(folder) ? List.of(folder) : List.of();
    }

    /**
     * Runs the cases and the tables.
     *
     * @throws CorpusException when the corpus cannot be read, or when two cases have one name
     */
    public ConformanceReport run() {
        if (!Files.isDirectory(corpus)) {
            throw new CorpusException("no such folder: " + corpus);
        }
        List<Callable<CaseResult>> work = new ArrayList<>(cases());
        for (Path folder : tables.map(List::of).orElseGet(() -> existing(corpus.resolve("tables")))) {
            work.addAll(new TableFolder(folder, TableRunners.ALL).work(wanted));
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<CaseResult> results = new ArrayList<>(work.size());
            for (Future<CaseResult> result : pool.invokeAll(work)) {
                results.add(result.get());
            }
            return new ConformanceReport(results);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorpusException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CorpusException corpusException
                    ? corpusException
                    : new CorpusException("cannot run the corpus", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Callable<CaseResult>> cases() {
        List<Path> folders = new ArrayList<>(existing(corpus.resolve("cases")));
        folders.addAll(cases);
        List<CaseFolder> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new CorpusException("no such folder: " + folder);
            }
            for (CaseFolder one : CaseFolder.below(folder)) {
                if (!names.add(one.name())) {
                    throw new CorpusException("two cases are named " + one.name());
                }
                if (wanted.test(one.name())) {
                    found.add(one);
                }
            }
        }
        found.sort(Comparator.comparing(CaseFolder::name));
        Judgement judgement = new Judgement(divergences);
        CorpusWorld world = new CorpusWorld(corpus);
        return found.stream()
                .<Callable<CaseResult>>map(one -> () -> evaluate(one, world, judgement))
                .toList();
    }

    private CaseResult evaluate(CaseFolder one, CorpusWorld world, Judgement judgement) {
        Answer expected = one.expected();
        try {
            return judgement.judge(one.name(), expected, new CaseEvaluation(one, world, conditions).answer());
        } catch (CorpusException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            Difference crash = new Difference("", Value.NULL, Value.of(trace(e)), Outcome.CRASH);
            return new CaseResult(one.name(), Outcome.CRASH, List.of(), List.of(crash), List.of());
        }
    }

    private static String trace(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** Collects what to run. */
    public static final class Builder {
        private final Path corpus;
        private final List<Path> cases = new ArrayList<>();
        private Optional<Path> tables = Optional.empty();
        private Predicate<String> wanted = name -> true;
        private int threads = Runtime.getRuntime().availableProcessors();
        private Optional<Set<String>> divergences = Optional.empty();
        private MatchConditionLanguage conditions = MatchConditionLanguage.none();

        private Builder(Path corpus) {
            this.corpus = corpus;
        }

        /** Another folder of cases, beside the corpus' own. */
        public Builder cases(Path folder) {
            cases.add(folder);
            return this;
        }

        /** The folder of tables, instead of the corpus' own. */
        public Builder tables(Path folder) {
            tables = Optional.of(folder);
            return this;
        }

        /** Only cases and table lines in whose name the expression is found. */
        public Builder only(Pattern names) {
            wanted = names.asPredicate();
            return this;
        }

        /** Only cases and table lines of such names. */
        public Builder only(Predicate<String> names) {
            wanted = names;
            return this;
        }

        /** How many cases are asked at once, at least 1; default: one a processor. */
        public Builder threads(int count) {
            threads = Math.max(1, count);
            return this;
        }

        /** The numbers that count as divergences; default: those of {@code docs/divergences.md}, which is packaged with this class. */
        public Builder divergences(Set<String> numbers) {
            divergences = Optional.of(numbers);
            return this;
        }

        /** What reads match conditions; default: none, and policies that have any are refused. */
        public Builder matchConditions(MatchConditionLanguage language) {
            conditions = language;
            return this;
        }

        /** The runner; no I/O. */
        public CorpusRunner build() {
            return new CorpusRunner(this);
        }
    }
}
