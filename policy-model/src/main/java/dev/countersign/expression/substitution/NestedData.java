package dev.countersign.expression.substitution;

/**
 * Data inside of a variable: {@code {{ time_since('', '{{ scan.finishedAt }}', '') }}}. It becomes a part of an expression,
 * so it may not hold what could end a literal or add to the expression.
 */
final class NestedData {
    /** The marks that data may hold besides letters, digits and blanks. */
    static final String MARKS = "_-.:/@+%~=";

    private NestedData() {}

    /** Whether all data in the text is harmless in an expression. */
    static boolean isHarmless(MarkedText text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.text().charAt(i);
            if (text.mask().charAt(i) == MarkedText.HIDDEN
                    && c != ' '
                    && !Character.isLetterOrDigit(c)
                    && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
