package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.expression.value.GoDuration;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.ValueFormatException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The functions over points in time, which are RFC 3339 texts unless a layout says otherwise. */
final class TimeFunctions {
    private static final ArgumentType STRING = ArgumentType.STRING;

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("time_add", TimeFunctions::add, STRING, STRING),
            JmesFunction.of("time_after", call -> Value.of(time(call, 0).compareTo(time(call, 1)) > 0), STRING, STRING),
            JmesFunction.of(
                    "time_before", call -> Value.of(time(call, 0).compareTo(time(call, 1)) < 0), STRING, STRING),
            JmesFunction.of("time_between", TimeFunctions::between, STRING, STRING, STRING),
            JmesFunction.of(
                    "time_diff",
                    call -> Value.of(time(call, 0).until(time(call, 1)).toString()),
                    STRING,
                    STRING),
            JmesFunction.of("time_now", call -> Value.of(now(call, false).toString())),
            JmesFunction.of("time_now_utc", call -> Value.of(now(call, true).toString())),
            JmesFunction.of("time_parse", TimeFunctions::parse, STRING, STRING),
            JmesFunction.of("time_since", TimeFunctions::since, STRING, STRING, STRING),
            JmesFunction.of("time_to_cron", call -> Value.of(time(call, 0).cron()), STRING),
            JmesFunction.of("time_truncate", TimeFunctions::truncate, STRING, STRING),
            JmesFunction.of("time_utc", call -> Value.of(time(call, 0).inUtc().toString()), STRING));

    private TimeFunctions() {}

    private static GoTime time(Call call, int i) throws EvaluationException {
        return GoTimeParsing.parse(GoTime.RFC3339, call.text(i));
    }

    private static GoTime now(Call call, boolean utc) {
        Clock clock = call.evaluation().context().clock();
        Instant now = clock.instant();
        int offset = utc ? 0 : clock.getZone().getRules().getOffset(now).getTotalSeconds();
        return new GoTime(now.getEpochSecond(), now.getNano(), offset);
    }

    private static GoDuration duration(Call call, int i) throws EvaluationException {
        try {
            return GoDuration.parse(call.text(i));
        } catch (ValueFormatException bad) {
            throw EvaluationException.error(String.valueOf(bad.getMessage()));
        }
    }

    private static Value add(Call call) throws EvaluationException {
        GoTime time = time(call, 0);
        return Value.of(time.plus(duration(call, 1)).toString());
    }

    private static Value truncate(Call call) throws EvaluationException {
        GoTime time = time(call, 0);
        return Value.of(time.truncatedTo(duration(call, 1)).toString());
    }

    private static Value between(Call call) throws EvaluationException {
        GoTime time = time(call, 0);
        GoTime start = time(call, 1);
        GoTime end = time(call, 2);
        return Value.of(time.compareTo(start) > 0 && time.compareTo(end) < 0);
    }

    /** A layout that is a whole number says that the text is seconds since 1970. */
    private static Value parse(Call call) throws EvaluationException {
        String layout = call.text(0);
        if (GoNumber.readInt(layout).isPresent()) {
            try {
                long seconds = GoNumber.parseInt(call.text(1));
                Clock clock = call.evaluation().context().clock();
                return Value.of(GoTime.ofSeconds(seconds, clock.getZone()).toString());
            } catch (ValueFormatException bad) {
                throw EvaluationException.error(String.valueOf(bad.getMessage()));
            }
        }
        return Value.of(GoTimeParsing.parse(layout, call.text(1)).toString());
    }

    /** An empty layout means RFC 3339, an empty end means now. */
    private static Value since(Call call) throws EvaluationException {
        String layout = call.text(0).isEmpty() ? GoTime.RFC3339 : call.text(0);
        GoTime start = GoTimeParsing.parse(layout, call.text(1));
        GoTime end = call.text(2).isEmpty() ? now(call, true) : GoTimeParsing.parse(layout, call.text(2));
        return Value.of(start.until(end).toString());
    }
}
