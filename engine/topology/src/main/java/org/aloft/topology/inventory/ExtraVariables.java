package org.aloft.topology.inventory;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.HomeFolder;
import org.aloft.topology.yaml.YamlFile;

/**
 * The texts of {@code -e}, as Ansible 2.14 reads them: {@code a=1 b='2 3'}, {@code @FILE} of YAML or JSON, or a map of
 * YAML or JSON. A later text overrides an earlier one. Values of {@code key=value} are texts.
 */
final class ExtraVariables {
    private static final Path SOURCE = Path.of("-e");

    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Problems problems;
    private final Vault vault;

    ExtraVariables(Problems problems, Vault vault) {
        this.problems = problems;
        this.vault = vault;
    }

    Map<String, Variable> read(List<String> texts) {
        for (String text : texts) {
            if (text.startsWith("@")) {
                readFile(text.substring(1));
            } else if (text.startsWith("{") || text.startsWith("[")) {
                YamlFile.parse(SOURCE, text, problems)
                        .ifPresent(value -> VariableFile.addAll(value, variables, problems));
            } else if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../")) {
                refuse("a file must be named with @", "Write -e @" + text + ".");
            } else {
                words(text).forEach(this::assign);
            }
        }
        return variables;
    }

    private void readFile(String name) {
        try {
            VariableFile file = VariableFile.read(HomeFolder.resolve(name), vault, problems);
            variables.putAll(file.variables());
            if (file.isLocked()) {
                refuseLocked(file.file());
            } else {
                file.tell(problems);
            }
        } catch (InvalidPathException e) {
            refuse("@ must be followed by a file's path", "Write -e @vars.yml.");
        }
    }

    /** Who names a file wants what stands in it. */
    private void refuseLocked(Path file) {
        problems.add(
                Position.wholeFile(file),
                "",
                "vault",
                "is encrypted by ansible-vault, and no password was given",
                "Add --vault-password-file FILE, or --vault-id LABEL@FILE.");
    }

    private void assign(String word) {
        int equals = word.indexOf('=');
        if (equals < 1) {
            refuse("must be key=value, @FILE or a map", "Quote a value with blanks: -e \"key='a b'\".");
            return;
        }
        String name = word.substring(0, equals);
        variables.put(name, new Variable(unquoted(word.substring(equals + 1)), place(name)));
    }

    /** The value itself is never repeated: it may be a password. */
    private void refuse(String message, String fix) {
        problems.add(Position.wholeFile(SOURCE), "", "bad-extra-variable", message, fix);
    }

    /** Where a variable of that name was set. */
    static Position place(String name) {
        return Position.typed("-e " + name);
    }

    /** Blanks within quotes or {@code {{ … }}} do not end a word. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        int braces = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            boolean escaped = index > 0 && text.charAt(index - 1) == '\\';
            if (quote != 0) {
                quote = character == quote && !escaped ? 0 : quote;
            } else if ((character == '\'' || character == '"') && !escaped) {
                quote = character;
            } else if (text.startsWith("{{", index)) {
                braces++;
            } else if (text.startsWith("}}", index) && braces > 0) {
                braces--;
            }
            if (Character.isWhitespace(character) && quote == 0 && braces == 0) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(character);
            }
        }
        words.add(word.toString());
        words.removeIf(String::isEmpty);
        return words;
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last) == value.charAt(0)
                && value.charAt(last - 1) != '\\';
        return quoted ? value.substring(1, last) : value;
    }
}
