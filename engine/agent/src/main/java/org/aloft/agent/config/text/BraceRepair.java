package org.aloft.agent.config.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.text.BlockWords.Braces;

/**
 * Finds the brace that is missing, or one too many, by the words around it, and goes on as if it had been written: one
 * slip is one message, where it was made, and not one for each line that it puts into the wrong block. For files whose
 * braces do not pair. Confined to the reading thread.
 */
final class BraceRepair {
    /**
     * A block whose end has not come.
     *
     * @param keyword empty where the brace has none, so that nothing can be said of its lines
     * @param brace that opened it
     * @param missing whether that brace was missing in the file, which was said
     */
    private record OpenBlock(Optional<String> keyword, Token brace, boolean missing) {}

    /**
     * The last thing that happened was that a block closed.
     *
     * @param at where its brace is among the tokens that were kept
     */
    private record Closed(OpenBlock block, int at) {}

    private final List<Token> tokens;
    private final BlockWords words;
    private final Problems problems;
    private final List<Token> kept = new ArrayList<>();
    private final Deque<OpenBlock> open = new ArrayDeque<>();
    private Optional<Closed> closed = Optional.empty();

    /** The keyword of the statement that a brace would belong to. */
    private Optional<Token> keyword = Optional.empty();

    /** How many braces open more than close, in the file as it is mended so far. */
    private int surplus;

    private BraceRepair(List<Token> tokens, BlockWords words, Problems problems) {
        this.tokens = tokens;
        this.words = words;
        this.problems = problems;
        for (Token token : tokens) {
            surplus += token.kind() == Token.Kind.OPEN ? 1 : token.kind() == Token.Kind.CLOSE ? -1 : 0;
        }
    }

    /** The tokens with their braces in pairs; what was done is noted as the mistake that it mends. */
    static List<Token> repair(List<Token> tokens, BlockWords words, Problems problems) {
        return new BraceRepair(tokens, words, problems).run();
    }

    private List<Token> run() {
        boolean lineBegins = true;
        for (int index = 0; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            switch (token.kind()) {
                case LINE_END -> kept.add(token);
                case OPEN -> open(token);
                case CLOSE -> close(token);
                case WORD -> {
                    if (lineBegins) {
                        statement(token);
                    }
                    kept.add(token);
                    missingBrace(index);
                }
            }
            lineBegins = token.kind() != Token.Kind.WORD;
        }
        for (OpenBlock block : open) {
            if (!block.missing()) {
                problems.error(block.brace().position(), "this { is never closed; add the closing }");
            }
            kept.add(brace(Token.Kind.CLOSE, block.brace().position()));
        }
        return kept;
    }

    private static Token brace(Token.Kind kind, Position position) {
        return new Token(kind, "", position);
    }

    /** A statement begins: does it belong to the block that is open? */
    private void statement(Token first) {
        keyword = Optional.of(first);
        if (use(innermost(), first).isPresent()) {
            closed = Optional.empty();
        } else if (!closeBefore(first)) {
            closed.filter(block ->
                            surplus < 0 && use(block.block().keyword(), first).isPresent())
                    .ifPresent(block -> closedTooEarly(block, first));
            closed = Optional.empty();
        }
    }

    private Optional<String> innermost() {
        return open.isEmpty() ? Optional.of(BlockWords.OUTERMOST) : open.peek().keyword();
    }

    private Optional<Braces> use(Optional<String> block, Token word) {
        return block.flatMap(name -> words.use(name, word.text()));
    }

    /** Ends the blocks that should have ended before a word that only means something further out. */
    private boolean closeBefore(Token word) {
        int inside = 0;
        Optional<Braces> outside = Optional.empty();
        Iterator<OpenBlock> blocks = open.iterator();
        while (blocks.hasNext() && outside.isEmpty()) {
            if (blocks.next().keyword().isEmpty()) {
                return false;
            }
            inside++;
            outside = use(keywordAt(inside), word);
        }
        boolean certain = outside.isPresent() && (surplus > 0 || outside.get() == Braces.NEEDED);
        for (int block = 0; certain && block < inside; block++) {
            OpenBlock ended = open.pop();
            if (!ended.missing()) {
                problems.error(
                        ended.brace().position(),
                        "this { is not closed where its block ends: " + word.text() + " at line "
                                + word.position().line() + " belongs outside of it; add a } before that");
            }
            kept.add(brace(Token.Kind.CLOSE, word.position()));
            surplus--;
        }
        return certain;
    }

    /** @param depth 0 for the innermost block */
    private Optional<String> keywordAt(int depth) {
        return depth == open.size()
                ? Optional.of(BlockWords.OUTERMOST)
                : open.stream().skip(depth).findFirst().flatMap(OpenBlock::keyword);
    }

    private void closedTooEarly(Closed block, Token word) {
        Position position = kept.get(block.at()).position();
        problems.error(
                position,
                "this } closes " + block.block().keyword().orElse("a block") + " too early: " + word.text()
                        + " at line " + word.position().line() + " belongs inside of it; remove this }");
        kept.remove(block.at());
        surplus++;
        open.push(block.block());
    }

    /** After the last word of a statement that must have a block: does it? */
    private void missingBrace(int last) {
        int next = last + 1;
        if (next < tokens.size() && tokens.get(next).kind() == Token.Kind.WORD) {
            return;
        }
        Token begun = keyword.orElseThrow();
        boolean needed = use(innermost(), begun).equals(Optional.of(Braces.NEEDED));
        while (next < tokens.size() && tokens.get(next).kind() == Token.Kind.LINE_END) {
            next++;
        }
        boolean opens = next < tokens.size() && tokens.get(next).kind() == Token.Kind.OPEN;
        if (needed && !opens) {
            problems.error(begun.position(), begun.text() + " needs a block: write { at the end of this line");
            kept.add(brace(Token.Kind.OPEN, begun.position()));
            surplus++;
            open.push(new OpenBlock(Optional.of(begun.text()), kept.get(kept.size() - 1), true));
            keyword = Optional.empty();
        }
    }

    private void open(Token brace) {
        boolean unwanted = keyword.isEmpty() || use(innermost(), keyword.get()).equals(Optional.of(Braces.NONE));
        if (unwanted && surplus > 0) {
            problems.error(
                    brace.position(),
                    keyword.map(word -> word.text() + " takes no block: remove this {")
                            .orElse("this { has no keyword before it; name the block, or remove it"));
            surplus--;
            return;
        }
        kept.add(brace);
        open.push(new OpenBlock(keyword.map(Token::text), brace, false));
        keyword = Optional.empty();
        closed = Optional.empty();
    }

    private void close(Token brace) {
        keyword = Optional.empty();
        boolean unwritten = !open.isEmpty() && open.peek().missing() && surplus > 0;
        if (unwritten) {
            kept.add(brace(Token.Kind.CLOSE, brace.position()));
            surplus--;
            open.pop();
        }
        if (open.isEmpty()) {
            problems.error(brace.position(), "this } closes nothing; remove it");
            surplus++;
            return;
        }
        closed = Optional.of(new Closed(open.pop(), kept.size()));
        kept.add(brace);
    }
}
