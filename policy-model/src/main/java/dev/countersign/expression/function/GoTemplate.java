package dev.countersign.expression.function;

import com.google.re2j.Matcher;
import java.util.List;

/**
 * Fills Go's replacement templates: {@code $1}, {@code $name}, {@code ${name}}, {@code $$}. A name without braces is as
 * long as letters, digits and underscores go on, so {@code $1x} names the group {@code 1x}.
 */
final class GoTemplate {
    private static final int MOST_GROUPS = 100_000_000;

    private GoTemplate() {}

    static String expand(String template, Matcher match, List<String> names) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            text.append(template, at, dollar);
            at = dollar + 1;
            if (at < template.length() && template.charAt(at) == '$') {
                text.append('$');
                at++;
                continue;
            }
            boolean braces = at < template.length() && template.charAt(at) == '{';
            int from = braces ? at + 1 : at;
            int to = from;
            while (to < template.length() && isNamePart(template.codePointAt(to))) {
                to += Character.charCount(template.codePointAt(to));
            }
            boolean closed = !braces || (to < template.length() && template.charAt(to) == '}');
            if (to == from || !closed) {
                text.append('$');
                continue;
            }
            text.append(group(template.substring(from, to), match, names));
            at = braces ? to + 1 : to;
        }
        return text.append(template, at, template.length()).toString();
    }

    private static boolean isNamePart(int c) {
        return c == '_' || Character.isLetter(c) || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** The text of a group, empty where there is none. */
    private static String group(String name, Matcher match, List<String> names) {
        int number = number(name);
        if (number >= 0) {
            String group = number <= match.groupCount() ? match.group(number) : null;
            return group == null ? "" : group;
        }
        for (int i = 0; i < Math.min(names.size(), match.groupCount()); i++) {
            String group = names.get(i).equals(name) ? match.group(i + 1) : null;
            if (group != null) {
                return group;
            }
        }
        return "";
    }

    private static int number(String name) {
        if (name.length() > 1 && name.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9' || number >= MOST_GROUPS) {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }
}
