package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.language.HoldingLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingJournalTest {
    private static final Holding ADDRESS = holding("address 10.0.0.10/32 dev eth0");
    private static final Holding ROUTE = holding("route 192.168.1.0/24 via 10.0.0.254 dev eth0 metric 7");
    private static final Holding RULE = holding("rule from 192.168.2.0/24 table 100 priority 77");

    @TempDir
    Path folder;

    private static Holding holding(String line) {
        return HoldingLine.read(line).orElseThrow();
    }

    @Test
    void shouldKnowAfterACrashWhatWasHeld() {
        HoldingJournal journal = new HoldingJournal(folder.resolve("vips"));
        journal.add(List.of(ADDRESS, ROUTE, RULE));
        journal.remove(List.of(ADDRESS));
        assertThat(new HoldingJournal(folder.resolve("vips")).entries()).containsExactly(ROUTE, RULE);
    }

    @Test
    void shouldNameWhatMayComeAndNotWriteWhenItDoes() throws IOException {
        Path file = folder.resolve("vips");
        HoldingJournal journal = new HoldingJournal(file);
        journal.expect(List.of(ADDRESS));
        assertThat(journal.has(ADDRESS)).isFalse();
        assertThat(new HoldingJournal(file).entries()).containsExactly(ADDRESS);

        Files.delete(file);
        journal.add(List.of(ADDRESS));
        journal.remove(List.of(ADDRESS));
        assertThat(file).doesNotExist();
        journal.add(List.of(ADDRESS, ROUTE));
        journal.remove(List.of(ADDRESS));
        assertThat(new HoldingJournal(file).entries()).containsExactlyInAnyOrder(ADDRESS, ROUTE);

        journal.expect(List.of());
        assertThat(new HoldingJournal(file).entries()).containsExactly(ROUTE);
    }

    @Test
    void shouldStartEmptyAndPassOverWhatItDidNotWrite() throws IOException {
        assertThat(new HoldingJournal(folder.resolve("none")).entries()).isEmpty();
        Path strange = Files.writeString(
                folder.resolve("vips"), "one-word\n" + ADDRESS.journalLine() + "\nroute of three words\n\0\n");
        assertThat(new HoldingJournal(strange).entries()).containsExactly(ADDRESS);
    }

    @Test
    void shouldPassOverBytesThatAreNoText() throws IOException {
        Path broken = folder.resolve("vips");
        String text = "address \u00ff\u00c3 dev eth0\n" + ADDRESS.journalLine() + "\n";
        Files.write(broken, text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new HoldingJournal(broken).entries()).containsExactly(ADDRESS);
    }

    @Test
    void shouldGoOnWithoutAFileThatCannotBeWrittenAndCatchUpLater() throws IOException {
        Path file = folder.resolve("missing").resolve("vips");
        HoldingJournal journal = new HoldingJournal(file);
        journal.add(List.of(ADDRESS));
        assertThat(journal.has(ADDRESS)).isTrue();
        Files.createDirectory(file.getParent());
        journal.add(List.of(ADDRESS));
        assertThat(new HoldingJournal(file).entries()).containsExactly(ADDRESS);
    }
}
