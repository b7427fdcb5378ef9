package dev.countersign.expression.jmespath;

import dev.countersign.expression.jmespath.Nodes.Projection;
import dev.countersign.expression.jmespath.PathNodes.Index;
import dev.countersign.expression.jmespath.PathNodes.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads tokens into a tree: Pratt's method, with the fork's binding powers, its tolerance and its errors. Recursion ends at
 * {@link JmesPath#MAX_NESTING}.
 */
final class Parser {
    private final List<Token> tokens;
    private int at;
    private int nesting;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node parse(String text) throws JmesPathSyntaxException {
        Parser parser = new Parser(Lexer.tokens(text));
        Node node = parser.expression(0);
        if (parser.kind() != TokenKind.END) {
            throw parser.error("Unexpected token at the end of the expression: "
                    + parser.kind().goName());
        }
        return node;
    }

    private Node expression(int bindingPower) throws JmesPathSyntaxException {
        if (++nesting > JmesPath.MAX_NESTING) {
            throw new JmesPathSyntaxException(
                    "the expression nests deeper than " + JmesPath.MAX_NESTING + " levels",
                    current().position());
        }
        Node left = beginning(advance());
        while (bindingPower < kind().bindingPower()) {
            left = continuation(advance().kind(), left);
        }
        nesting--;
        return left;
    }

    /** What a token means at the beginning of an expression. */
    private Node beginning(Token token) throws JmesPathSyntaxException {
        return switch (token.kind()) {
            case JSON_LITERAL -> new Nodes.Literal(Literals.json(token.text(), token.position()));
            case STRING_LITERAL -> Nodes.Literal.of(token.text());
            case UNQUOTED_IDENTIFIER -> new PathNodes.Field(token.text());
            case QUOTED_IDENTIFIER -> {
                if (kind() == TokenKind.LEFT_PARENTHESIS) {
                    throw error("Can't have quoted identifier as function Name.", token);
                }
                yield new PathNodes.Field(token.text());
            }
            case STAR ->
                new Nodes.ValueProjection(
                        Nodes.IDENTITY,
                        kind() == TokenKind.RIGHT_BRACKET ? Nodes.IDENTITY : projected(TokenKind.STAR.bindingPower()));
            case FILTER -> filter(Nodes.IDENTITY);
            case LEFT_BRACE -> object();
            case FLATTEN -> flattened(Nodes.IDENTITY);
            case LEFT_BRACKET -> bracket();
            case CURRENT -> Nodes.CURRENT;
            case REFERENCE -> new Nodes.Reference(expression(TokenKind.REFERENCE.bindingPower()));
            case NOT -> new LogicNodes.Not(expression(TokenKind.NOT.bindingPower()));
            case LEFT_PARENTHESIS -> {
                Node inside = expression(0);
                expect(TokenKind.RIGHT_PARENTHESIS);
                yield inside;
            }
            case END -> throw error("Incomplete expression", token);
            default -> throw error("Invalid token: " + token.kind().goName(), token);
        };
    }

    /** What a token means behind an expression. */
    private Node continuation(TokenKind kind, Node left) throws JmesPathSyntaxException {
        return switch (kind) {
            case DOT -> {
                if (kind() != TokenKind.STAR) {
                    yield PathNodes.Path.of(left, afterDot(TokenKind.DOT.bindingPower()));
                }
                advance();
                yield new Nodes.ValueProjection(left, projected(TokenKind.DOT.bindingPower()));
            }
            case PIPE -> LogicNodes.Pipe.of(left, expression(kind.bindingPower()));
            case OR -> LogicNodes.Or.of(left, expression(kind.bindingPower()));
            case AND -> LogicNodes.And.of(left, expression(kind.bindingPower()));
            case LEFT_PARENTHESIS -> call(left);
            case FILTER -> filter(left);
            case FLATTEN -> flattened(left);
            case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
                new LogicNodes.Comparison(kind, left, expression(kind.bindingPower()));
            case LEFT_BRACKET -> {
                if (kind() == TokenKind.NUMBER || kind() == TokenKind.COLON) {
                    yield indexed(left, index());
                }
                expect(TokenKind.STAR);
                expect(TokenKind.RIGHT_BRACKET);
                yield new Projection(left, projected(TokenKind.STAR.bindingPower()));
            }
            default -> throw error("Unexpected token: " + kind.goName());
        };
    }

    private Node bracket() throws JmesPathSyntaxException {
        if (kind() == TokenKind.NUMBER || kind() == TokenKind.COLON) {
            Node right;
            try {
                right = index();
            } catch (JmesPathSyntaxException swallowed) {
                // The fork drops this error and goes on with an empty node, which fails when it is evaluated.
                return Nodes.EMPTY;
            }
            return indexed(Nodes.IDENTITY, right);
        }
        if (kind() == TokenKind.STAR && tokens.get(at + 1).kind() == TokenKind.RIGHT_BRACKET) {
            at += 2;
            return new Projection(Nodes.IDENTITY, projected(TokenKind.STAR.bindingPower()));
        }
        return list();
    }

    private Node indexed(Node left, Node right) throws JmesPathSyntaxException {
        Node indexed = PathNodes.Path.of(left, right);
        return right instanceof Slice ? new Projection(indexed, projected(TokenKind.STAR.bindingPower())) : indexed;
    }

    private Node index() throws JmesPathSyntaxException {
        if (kind() == TokenKind.COLON || tokens.get(at + 1).kind() == TokenKind.COLON) {
            return slice();
        }
        Node index = new Index(number());
        expect(TokenKind.RIGHT_BRACKET);
        return index;
    }

    private Node slice() throws JmesPathSyntaxException {
        List<OptionalLong> parts = new ArrayList<>(Collections.nCopies(Slice.PARTS, OptionalLong.empty()));
        int part = 0;
        while (kind() != TokenKind.RIGHT_BRACKET && part < Slice.PARTS) {
            if (kind() == TokenKind.COLON) {
                part++;
                advance();
            } else if (kind() == TokenKind.NUMBER) {
                parts.set(part, OptionalLong.of(number()));
            } else {
                throw error("Expected tColon or tNumber, received: " + kind().goName());
            }
        }
        expect(TokenKind.RIGHT_BRACKET);
        return new Slice(parts.get(0), parts.get(1), parts.get(2));
    }

    private long number() throws JmesPathSyntaxException {
        Token token = current();
        try {
            long number = Long.parseLong(token.text());
            advance();
            return number;
        } catch (NumberFormatException bad) {
            String why = token.text().equals("-") ? "invalid syntax" : "value out of range";
            throw new JmesPathSyntaxException(
                    "strconv.Atoi: parsing \"" + token.text() + "\": " + why, token.position());
        }
    }

    private Node filter(Node left) throws JmesPathSyntaxException {
        Node condition = expression(0);
        expect(TokenKind.RIGHT_BRACKET);
        Node right = kind() == TokenKind.FLATTEN ? Nodes.IDENTITY : projected(TokenKind.FILTER.bindingPower());
        return new Nodes.FilterProjection(left, right, condition);
    }

    private Node flattened(Node left) throws JmesPathSyntaxException {
        return new Projection(new Nodes.Flatten(left), projected(TokenKind.FLATTEN.bindingPower()));
    }

    /** What is applied to each element of a projection. */
    private Node projected(int bindingPower) throws JmesPathSyntaxException {
        if (kind().bindingPower() < 10) {
            return Nodes.IDENTITY;
        }
        return switch (kind()) {
            case LEFT_BRACKET, FILTER -> expression(bindingPower);
            case DOT -> {
                advance();
                yield afterDot(bindingPower);
            }
            default -> throw error("Error");
        };
    }

    private Node afterDot(int bindingPower) throws JmesPathSyntaxException {
        return switch (kind()) {
            case QUOTED_IDENTIFIER, UNQUOTED_IDENTIFIER, STAR -> expression(bindingPower);
            case LEFT_BRACKET -> {
                advance();
                yield list();
            }
            case LEFT_BRACE -> {
                advance();
                yield object();
            }
            default -> throw error("Expected identifier, lbracket, or lbrace");
        };
    }

    private Node list() throws JmesPathSyntaxException {
        List<Node> items = new ArrayList<>();
        while (true) {
            items.add(expression(0));
            if (kind() == TokenKind.RIGHT_BRACKET) {
                advance();
                return new Nodes.ListOf(items);
            }
            expect(TokenKind.COMMA);
        }
    }

    /** A comma between members may be missing. */
    private Node object() throws JmesPathSyntaxException {
        List<Nodes.Member> members = new ArrayList<>();
        while (true) {
            Token key = current();
            if (key.kind() != TokenKind.UNQUOTED_IDENTIFIER && key.kind() != TokenKind.QUOTED_IDENTIFIER) {
                throw error("Expected tQuotedIdentifier or tUnquotedIdentifier");
            }
            advance();
            expect(TokenKind.COLON);
            members.add(new Nodes.Member(key.text(), expression(0)));
            if (kind() == TokenKind.COMMA) {
                advance();
            } else if (kind() == TokenKind.RIGHT_BRACE) {
                advance();
                return new Nodes.ObjectOf(members);
            }
        }
    }

    /** Commas between arguments may be missing. Any node that has a text may stand for the name. */
    private Node call(Node named) throws JmesPathSyntaxException {
        List<Node> arguments = new ArrayList<>();
        while (kind() != TokenKind.RIGHT_PARENTHESIS) {
            arguments.add(expression(0));
            if (kind() == TokenKind.COMMA) {
                advance();
            }
        }
        advance();
        return CallNode.of(named, arguments);
    }

    private Token current() {
        return tokens.get(at);
    }

    private TokenKind kind() {
        return current().kind();
    }

    /** The last token stays: nothing stands behind it. */
    private Token advance() {
        Token token = current();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    private void expect(TokenKind wanted) throws JmesPathSyntaxException {
        if (kind() != wanted) {
            throw error("Expected " + wanted.goName() + ", received: " + kind().goName());
        }
        advance();
    }

    private JmesPathSyntaxException error(String message) {
        return error(message, current());
    }

    private static JmesPathSyntaxException error(String message, Token token) {
        return new JmesPathSyntaxException("SyntaxError: " + message, token.position());
    }
}
