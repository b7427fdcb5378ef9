package dev.countersign.expression.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.countersign.document.Value;
import dev.countersign.expression.function.JmesFunction.Parameter;
import java.util.List;

/** {@code regex_match regex_replace_all regex_replace_all_literal}, by RE2: time in proportion to text and pattern. */
final class RegexFunctions {
    private static final Parameter TEXT = Parameter.of(ArgumentType.STRING);
    private static final Parameter TEXT_OR_NUMBER = Parameter.of(ArgumentType.STRING, ArgumentType.NUMBER);

    /** Steps are charged for the product of text and pattern, this many characters by characters a step. */
    private static final int WORK_A_STEP = 4096;

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("regex_match", RegexFunctions::match, List.of(TEXT, TEXT_OR_NUMBER)),
            JmesFunction.of(
                    "regex_replace_all", call -> replaceAll(call, true), List.of(TEXT, TEXT_OR_NUMBER, TEXT_OR_NUMBER)),
            JmesFunction.of(
                    "regex_replace_all_literal",
                    call -> replaceAll(call, false),
                    List.of(TEXT, TEXT_OR_NUMBER, TEXT_OR_NUMBER)));

    private RegexFunctions() {}

    private static Value match(Call call) throws EvaluationException {
        String text = call.textOrNumber(1);
        Pattern pattern = pattern(call, text);
        return Value.of(pattern.matcher(text).find());
    }

    private static Value replaceAll(Call call, boolean expand) throws EvaluationException {
        String text = call.textOrNumber(1);
        Pattern pattern;
        try {
            pattern = pattern(call, text);
        } catch (EvaluationException bad) {
            throw bad.reason() == EvaluationException.Reason.ERROR ? call.error(String.valueOf(bad.getMessage())) : bad;
        }
        return call.built(replaceAll(call.evaluation(), pattern, text, call.textOrNumber(2), expand));
    }

    /** As Go's: no empty match right behind another match. */
    private static String replaceAll(
            Evaluation evaluation, Pattern pattern, String text, String replacement, boolean expand)
            throws EvaluationException {
        StringBuilder replaced = new StringBuilder();
        Matcher matcher = pattern.matcher(text);
        int searched = 0;
        int copied = 0;
        while (searched <= text.length() && matcher.find(searched)) {
            int start = matcher.start();
            int end = matcher.end();
            evaluation.charge(1);
            replaced.append(text, copied, start);
            if (end > copied || start == 0) {
                replaced.append(expand ? GoTemplate.expand(replacement, matcher, pattern) : replacement);
                evaluation.chargeText(replacement.length());
                evaluation.requireLength(replaced.length());
            }
            copied = end;
            int width = searched < text.length() ? Character.charCount(text.codePointAt(searched)) : 1;
            searched = Math.max(searched + width, end);
        }
        return replaced.append(text, copied, text.length()).toString();
    }

    private static Pattern pattern(Call call, String text) throws EvaluationException {
        String pattern = call.text(0);
        call.evaluation().charge((long) text.length() * pattern.length() / WORK_A_STEP);
        return call.evaluation().pattern(pattern);
    }
}
