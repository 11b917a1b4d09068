package org.aloft.agent.config.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tokens to statements. A brace that opens or closes ends the words of its statement, as a line end does; the brace
 * that opens may stand on a later line, after nothing but line ends. Takes the tokens as they come and keeps none; only
 * a file whose braces do not pair is read once more, to find the one at fault.
 * Confined to the reading thread.
 */
public final class StatementParser {
    /** keepalived's deepest block is the fifth; more is a mistake. */
    private static final int DEEPEST = 32;

    /**
     * A block whose end has not come.
     *
     * @param brace that opened it
     * @param keyword with its values; empty where there is none, which was said
     * @param around the statements among which it stands
     */
    private record OpenBlock(Token brace, List<Word> keyword, List<Statement> around) {}

    private final Deque<OpenBlock> open = new ArrayDeque<>();
    private List<Statement> statements = new ArrayList<>();
    /** What is wrong with the braces. */
    private final List<Problem> unpaired = new ArrayList<>();

    /** Of the statement that may go on. */
    private List<Word> words = new ArrayList<>();

    private boolean lineEnded;
    private boolean tooDeep;

    private StatementParser() {}

    /**
     * Reads a file and all that it includes.
     *
     * @param surroundings what the file may mean something else by
     * @param random for {@code ${_RANDOM}}
     * @param files takes note of every file that is opened
     * @param words by which a brace is found that is missing, or one too many
     * @param problems takes what is wrong
     */
    public static List<Statement> read(
            SourceFile file,
            Surroundings surroundings,
            RandomGenerator random,
            SourceFiles files,
            BlockWords words,
            Problems problems) {
        StatementParser parser = new StatementParser();
        Expansion.read(file, surroundings, random, files, problems, parser::take);
        List<Statement> statements = parser.end();
        if (parser.unpaired.isEmpty() || parser.tooDeep) {
            parser.unpaired.forEach(problems::add);
            return statements;
        }
        if (problems.haveErrors() && file.encoding().isEmpty()) {
            return List.of(); // a brace may be missing only because of what was said already, such as an open quote
        }
        List<Token> tokens = new ArrayList<>();
        Expansion.read(file, surroundings, random, new SourceFiles(), new Problems(), tokens::addAll);
        StatementParser second = new StatementParser();
        second.take(BraceRepair.repair(tokens, words, problems));
        List<Statement> repaired = second.end();
        second.unpaired.forEach(problems::add);
        return repaired;
    }

    /** Takes the next tokens. */
    private void take(List<Token> tokens) {
        for (Token token : tokens) {
            if (tooDeep) {
                return; // what follows would be misunderstood
            }
            switch (token.kind()) {
                case LINE_END -> lineEnded = true;
                case WORD -> word(token);
                case OPEN -> open(token);
                case CLOSE -> close(token);
            }
        }
    }

    /** All statements, once all tokens were taken. Blocks that are still open are ended, and that is said. */
    private List<Statement> end() {
        endStatement(Optional.empty());
        while (!open.isEmpty()) {
            if (!tooDeep) {
                unpaired(open.peek().brace().position(), "this { is never closed; add the closing }");
            }
            endBlock();
        }
        return statements;
    }

    private void word(Token token) {
        if (lineEnded) {
            endStatement(Optional.empty());
        }
        words.add(new Word(token.text(), token.position(), token.quoted()));
    }

    private void open(Token brace) {
        if (words.isEmpty()) {
            unpaired(brace.position(), "this { has no keyword before it; name the block");
        }
        if (open.size() == DEEPEST) {
            unpaired(brace.position(), "blocks are nested deeper than 32; close them, or check the braces");
            tooDeep = true;
            return;
        }
        open.push(new OpenBlock(brace, words, statements));
        words = new ArrayList<>();
        statements = new ArrayList<>();
    }

    private void close(Token brace) {
        endStatement(Optional.empty());
        if (open.isEmpty()) {
            unpaired(brace.position(), "this } closes nothing; remove it");
        } else {
            endBlock();
        }
    }

    private void unpaired(Position position, String message) {
        unpaired.add(new Problem(position, Problem.Severity.ERROR, message));
    }

    private void endBlock() {
        OpenBlock block = open.pop();
        Optional<List<Statement>> inside = Optional.of(statements);
        statements = block.around();
        words = block.keyword();
        endStatement(inside);
    }

    private void endStatement(Optional<List<Statement>> block) {
        if (!words.isEmpty()) {
            statements.add(new Statement(words.get(0), words.subList(1, words.size()), block));
        }
        words = new ArrayList<>();
        lineEnded = false;
    }
}
