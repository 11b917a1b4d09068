package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VipJournalTest {
    private static final VipJournal.Entry ONE = new VipJournal.Entry("eth0", "10.0.0.10/32");
    private static final VipJournal.Entry OTHER = new VipJournal.Entry("eth1", "10.0.1.10/24");

    @TempDir
    Path folder;

    @Test
    void shouldKnowAfterACrashWhatWasHeld() {
        VipJournal journal = new VipJournal(folder.resolve("vips"));
        journal.add(ONE);
        journal.add(OTHER);
        journal.remove(ONE);
        assertThat(new VipJournal(folder.resolve("vips")).entries()).containsExactly(OTHER);
    }

    @Test
    void shouldStartEmptyAndPassOverWhatItDidNotWrite() throws IOException {
        assertThat(new VipJournal(folder.resolve("none")).entries()).isEmpty();
        Path strange = Files.writeString(folder.resolve("vips"), "one-word\neth0 10.0.0.10/32\nthree of them\n");
        assertThat(new VipJournal(strange).entries()).containsExactly(ONE);
    }
}
