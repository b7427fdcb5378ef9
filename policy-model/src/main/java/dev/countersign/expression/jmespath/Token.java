package dev.countersign.expression.jmespath;

/**
 * One token.
 *
 * @param text what it says, without delimiters and escapes
 * @param position index of its first character in the expression
 */
record Token(TokenKind kind, String text, int position) {}
