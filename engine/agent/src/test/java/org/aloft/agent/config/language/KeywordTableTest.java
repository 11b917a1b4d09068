package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.language.KeywordStatus.Support;
import org.junit.jupiter.api.Test;

/** Holds the table in KEYWORDS.md against the parser and against keepalived.conf(5), all ways round. */
class KeywordTableTest {
    private static final Path TABLE = Path.of("KEYWORDS.md");
    private static final Path WANTED = Path.of("target", "KEYWORDS.md");

    /** Lines that several checks share; they are listed with each of them. */
    private static final String SHARED = "checks";

    private static final String HEAD = """
            # The words of keepalived.conf, and what aloftd makes of them

            Every word that keepalived.conf(5) of version 2.2.7 documents. Marked so: words that keepalived \
            takes without documenting them,
            old names above all; words that files of earlier versions still have; and aloftd's own. *works*: \
            it does what the
            manual says. *warned*: the file is used, the word does nothing, and the warning says why that is \
            harmless. *refused*: the
            file is not used; the message says what to do instead. A word that is not in this table is an \
            error, with a suggestion.

            `include` and its variants, `@id` and `@^id` lines, `$NAME=` definitions of one line and of \
            several, `${_PWD}`,
            `${_INSTANCE}`, `${_RANDOM}`, `${_HASH}`, `${_BANG}`, `~SEQ`, `~SEQx`, `~LST`, quotes and escapes \
            work in every block, as the manual
            has them. Definitions and conditions may also make up an include line.

            KeywordTableTest writes this file to target/KEYWORDS.md from the parser's own tables and compares the two.
            """;

    /** Every vocabulary of the parser, block by block, keywords in the order in which the first one has them. */
    private static Map<String, Map<String, KeywordStatus>> parser() throws IOException, ReflectiveOperationException {
        Map<String, Map<String, KeywordStatus>> blocks = new TreeMap<>();
        for (Class<?> language : languages()) {
            for (Field field : language.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == Vocabulary.class) {
                    field.setAccessible(true);
                    ((Vocabulary<?>) field.get(null)).table().forEach(row -> blocks.computeIfAbsent(
                                    row.block(), any -> new TreeMap<>())
                            .put(row.keyword(), row));
                }
            }
        }
        blocks.remove(SHARED);
        return blocks;
    }

    private static List<Class<?>> languages() throws IOException, ReflectiveOperationException {
        Path classes = Path.of(Vocabulary.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.resolve("org/aloft/agent/config/language"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("Test")) {
                    found.add(Class.forName("org.aloft.agent.config.language." + name.replace(".class", "")));
                }
            }
        }
        return found;
    }

    /** The manual's keywords by block, in its order. */
    private static Map<String, Set<String>> manual() throws IOException {
        Map<String, Set<String>> blocks = new LinkedHashMap<>();
        String block = "";
        try (InputStream list = KeywordTableTest.class.getResourceAsStream("keywords-of-keepalived-2.2.7.txt")) {
            for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.endsWith(":")) {
                    block = line.replace(":", "");
                    blocks.put(block, new LinkedHashSet<>());
                } else if (line.startsWith("  ")) {
                    blocks.get(block).addAll(List.of(line.strip().split(" +")));
                }
            }
        }
        return blocks;
    }

    @Test
    void shouldKnowEveryKeywordOfTheManual() throws Exception {
        Map<String, Map<String, KeywordStatus>> parser = parser();
        List<String> unknown = new ArrayList<>();
        manual().forEach((block, keywords) -> keywords.stream()
                .filter(keyword -> !passedOver(parser, block))
                .filter(keyword -> !parser.getOrDefault(block, Map.of()).containsKey(keyword))
                .forEach(keyword -> unknown.add(block + ": " + keyword)));
        assertThat(unknown)
                .as("keywords of keepalived.conf(5) that the parser does not know")
                .isEmpty();
    }

    /** Whether a block is warned of or refused as a whole, with all that is in it. */
    private static boolean passedOver(Map<String, Map<String, KeywordStatus>> parser, String block) {
        KeywordStatus opening = parser.get("the top level").get(block);
        return opening != null && opening.support() != Support.WORKS;
    }

    @Test
    void shouldStandInTheTableWhatTheParserKnowsAndNothingElse() throws Exception {
        String wanted = table();
        Files.createDirectories(WANTED.getParent());
        Files.writeString(WANTED, wanted);
        assertThat(Files.exists(TABLE) ? Files.readString(TABLE) : "")
                .as("KEYWORDS.md; to renew it: cp engine/agent/target/KEYWORDS.md engine/agent/KEYWORDS.md")
                .isEqualTo(wanted);
    }

    @Test
    void shouldSayWhyOrWhatInsteadOfEveryWordThatDoesNotWork() throws Exception {
        assertThat(parser().values().stream().flatMap(rows -> rows.values().stream()))
                .filteredOn(row -> row.support() != Support.WORKS)
                .allSatisfy(row -> assertThat(row.explanation()).isNotBlank());
    }

    private static String table() throws Exception {
        Map<String, Map<String, KeywordStatus>> parser = parser();
        Map<String, Set<String>> manual = manual();
        StringBuilder text = new StringBuilder(HEAD);
        Set<String> blocks = new LinkedHashSet<>(manual.keySet());
        blocks.addAll(parser.keySet());
        for (String block : blocks) {
            Map<String, KeywordStatus> rows = parser.getOrDefault(block, Map.of());
            Set<String> documented = manual.getOrDefault(block, Set.of());
            if (rows.isEmpty()) {
                continue;
            }
            text.append("\n## ").append(block).append("\n\n| word | | |\n|---|---|---|\n");
            Stream.concat(
                            documented.stream().filter(rows::containsKey),
                            rows.keySet().stream().filter(keyword -> !documented.contains(keyword)))
                    .map(keyword -> row(rows.get(keyword), documented.contains(keyword)))
                    .forEach(text::append);
        }
        return text.toString();
    }

    private static String row(KeywordStatus status, boolean documented) {
        String note = Stream.of(documented ? "" : "not in the manual", status.explanation())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("; "))
                .replace("|", "\\|");
        return "| `" + status.keyword() + "` | " + status.support().name().toLowerCase(Locale.ROOT) + " | " + note
                + " |\n";
    }
}
