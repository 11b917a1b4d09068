package org.aloft.topology.file;

import java.util.Optional;
import org.aloft.topology.model.MaskedText;

/** {@code keepalived: |}: lines in the language of keepalived.conf(5) for what has no word here, taken as they are. */
final class RawLines {
    private static final Key<String> ANY = Key.text("keepalived", text -> text, "");

    /** In an instance. */
    static final Key<String> OF_INSTANCE =
            ANY.help("Lines of keepalived.conf for this instance, for what has no word here; taken as they are.");

    /** At the top of the file. */
    static final Key<String> WHOLE_BLOCKS = ANY.help(
            "Whole blocks of keepalived.conf, such as global_defs {…}, for what has no word here; taken as they are.");

    private RawLines() {}

    /** The lines of this block; empty, with a problem, where their braces do not fit. */
    static Optional<MaskedText> read(Block block) {
        return block.maskedText("keepalived").filter(text -> {
            boolean balanced = balanced(text.reveal());
            if (!balanced) {
                block.refuse(
                        "keepalived",
                        "unbalanced-braces",
                        "each { must have a } behind it, and no } may stand alone, for the lines end up between others",
                        "Add what is missing.");
            }
            return balanced;
        });
    }

    /** Braces in comments and between quotes do not count (keepalived.conf(5)). */
    private static boolean balanced(String text) {
        int depth = 0;
        boolean quoted = false;
        boolean comment = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\n') {
                quoted = false;
                comment = false;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (!quoted && !comment) {
                comment = letter == '#' || letter == '!';
                depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            }
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }
}
