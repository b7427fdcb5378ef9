package dev.countersign.expression.function;

import com.google.re2j.Matcher;
import dev.countersign.document.Value;
import dev.countersign.expression.function.JmesFunction.Parameter;
import java.util.List;

/** {@code regex_match regex_replace_all regex_replace_all_literal}, by RE2: time in proportion to text and pattern. */
final class RegexFunctions {
    private static final Parameter TEXT = Parameter.of(ArgumentType.STRING);
    private static final Parameter TEXT_OR_NUMBER = Parameter.of(ArgumentType.STRING, ArgumentType.NUMBER);

    /** Steps are charged for the product of text and pattern: so many characters times instructions a step. */
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
        Matcher matcher = regex(call, text).pattern().matcher(text);
        return Value.of(find(matcher, 0));
    }

    private static Value replaceAll(Call call, boolean expand) throws EvaluationException {
        String text = call.textOrNumber(1);
        GoRegex regex;
        try {
            regex = regex(call, text);
        } catch (EvaluationException bad) {
            throw bad.reason() == EvaluationException.Reason.ERROR ? call.error(String.valueOf(bad.getMessage())) : bad;
        }
        return call.built(replaceAll(call.evaluation(), regex, text, call.textOrNumber(2), expand));
    }

    /** As Go's: no empty match right behind another match. */
    private static String replaceAll(
            Evaluation evaluation, GoRegex regex, String text, String replacement, boolean expand)
            throws EvaluationException {
        StringBuilder replaced = new StringBuilder();
        Matcher matcher = regex.pattern().matcher(text);
        int searched = 0;
        int copied = 0;
        while (searched <= text.length() && find(matcher, searched)) {
            int start = matcher.start();
            int end = matcher.end();
            evaluation.charge(1);
            replaced.append(text, copied, start);
            if (end > copied || start == 0) {
                replaced.append(expand ? GoTemplate.expand(replacement, matcher, regex.names()) : replacement);
                evaluation.chargeText(replacement.length());
                evaluation.requireLength(replaced.length());
            }
            copied = end;
            int width = searched < text.length() ? Character.charCount(text.codePointAt(searched)) : 1;
            searched = Math.max(searched + width, end);
        }
        return replaced.append(text, copied, text.length()).toString();
    }

    /** RE2/J follows what matches nothing, as in {@code (|a){1000}}, by recursion, whose depth only the stack bounds. */
    private static boolean find(Matcher matcher, int from) throws EvaluationException {
        try {
            return matcher.find(from);
        } catch (StackOverflowError tooDeep) {
            throw EvaluationException.limit("the regular expression is too deep for this thread's stack");
        }
    }

    private static GoRegex regex(Call call, String text) throws EvaluationException {
        GoRegex regex = call.evaluation().regex(call.text(0));
        call.evaluation().charge(text.length() * regex.size() / WORK_A_STEP);
        return regex;
    }
}
