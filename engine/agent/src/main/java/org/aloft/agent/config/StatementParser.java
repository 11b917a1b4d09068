package org.aloft.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tokens to statements. A brace that opens or closes ends the words of its statement, as a line end does. */
final class StatementParser {
    /** keepalived's deepest block is the fifth; more is a mistake, and without a limit it would exhaust the stack. */
    private static final int DEEPEST = 32;

    private final List<Token> tokens;
    private final Problems problems;
    private int next;
    private int depth;
    private boolean tooDeep;

    private StatementParser(List<Token> tokens, Problems problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    static List<Statement> parse(List<Token> tokens, Problems problems) {
        StatementParser parser = new StatementParser(tokens, problems);
        List<Statement> statements = new ArrayList<>();
        while (parser.next < parser.tokens.size()) {
            statements.addAll(parser.statements());
            if (parser.next < parser.tokens.size()) {
                problems.error(parser.tokens.get(parser.next).position(), "this } closes nothing; remove it");
                parser.next++;
            }
        }
        return statements;
    }

    /** Reads until a closing brace (left to the caller) or the end. */
    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (next < tokens.size()) {
            Token token = tokens.get(next);
            switch (token.kind()) {
                case LINE_END -> next++;
                case WORD -> statements.add(statement());
                case OPEN -> {
                    problems.error(token.position(), "this { has no keyword before it; name the block");
                    block(token);
                }
                case CLOSE -> {
                    return statements;
                }
            }
        }
        return statements;
    }

    private Statement statement() {
        List<Word> words = new ArrayList<>();
        while (next < tokens.size() && tokens.get(next).kind() == Token.Kind.WORD) {
            Token token = tokens.get(next++);
            words.add(new Word(token.text(), token.position()));
        }
        Optional<List<Statement>> block = openingBrace().map(this::block);
        return new Statement(words.get(0), words.subList(1, words.size()), block);
    }

    /** The brace may stand on a later line, after nothing but line ends. */
    private Optional<Token> openingBrace() {
        int ahead = next;
        while (ahead < tokens.size() && tokens.get(ahead).kind() == Token.Kind.LINE_END) {
            ahead++;
        }
        if (ahead < tokens.size() && tokens.get(ahead).kind() == Token.Kind.OPEN) {
            next = ahead;
            return Optional.of(tokens.get(ahead));
        }
        return Optional.empty();
    }

    private List<Statement> block(Token opening) {
        if (depth == DEEPEST) {
            problems.error(opening.position(), "blocks are nested deeper than 32; close them, or check the braces");
            tooDeep = true;
            next = tokens.size();
            return List.of();
        }
        next++;
        depth++;
        List<Statement> statements = statements();
        depth--;
        if (next < tokens.size()) {
            next++;
        } else if (!tooDeep) {
            problems.error(opening.position(), "this { is never closed; add the closing }");
        }
        return statements;
    }
}
