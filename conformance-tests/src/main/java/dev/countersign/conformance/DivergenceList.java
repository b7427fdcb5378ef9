package dev.countersign.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that {@code docs/divergences.md} lists. The file is packaged beside this class when the module is built. A number is
 * listed when a heading, a list item or a table row begins with it: {@code ## D07 …}, {@code - **D07** …}, {@code | D07 | …}.
 */
final class DivergenceList {
    private static final Pattern NUMBER = Pattern.compile("^[#|*\\-\\s`\\[]*(D\\d+)\\b", Pattern.MULTILINE);

    private DivergenceList() {}

    /** The packaged numbers; empty when the project lists none. */
    static Set<String> packaged() {
        try (InputStream in = DivergenceList.class.getResourceAsStream("divergences.md")) {
            return in == null ? Set.of() : parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> parse(String markdown) {
        Set<String> numbers = new TreeSet<>();
        Matcher matcher = NUMBER.matcher(markdown);
        while (matcher.find()) {
            numbers.add(matcher.group(1));
        }
        return Collections.unmodifiableSet(numbers);
    }
}
