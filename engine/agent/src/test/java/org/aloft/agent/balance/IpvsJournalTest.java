package org.aloft.agent.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpvsJournalTest {
    private static final IpvsServiceKey IPV6 =
            new IpvsServiceKey.Endpoint(IpvsProtocol.SCTP, Examples.ip("2001:db8::10"), 443);
    private static final IpvsServiceKey MARK = new IpvsServiceKey.FirewallMark(-1, true);

    @TempDir
    Path folder;

    @Test
    void shouldKnowAfterACrashWhatWasPutIntoTheTable() {
        IpvsJournal journal = new IpvsJournal(folder.resolve("ipvs"));
        journal.add(List.of(Examples.WEB, IPV6, MARK));
        journal.remove(List.of(Examples.WEB));
        assertThat(new IpvsJournal(folder.resolve("ipvs")).own()).containsExactlyInAnyOrder(IPV6, MARK);
    }

    @Test
    void shouldStartEmptyAndPassOverWhatItDidNotWrite() throws IOException {
        assertThat(new IpvsJournal(folder.resolve("none")).own()).isEmpty();
        Path strange = Files.writeString(
                folder.resolve("ipvs"),
                "FWM 0\nTCP example.org:80\nTCP 300.1.1.1:80\nUDP 192.0.2.1:99999\nTCP 192.0.2.10:80\nhello\n");
        assertThat(new IpvsJournal(strange).own()).isEqualTo(Set.of(Examples.WEB));
    }

    @Test
    void shouldPassOverBytesThatAreNoText() throws IOException {
        Path broken = folder.resolve("ipvs");
        Files.write(broken, "TCP 192.0.2.10:80\nTCP \u00ff\u00c3:80\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new IpvsJournal(broken).own()).isEqualTo(Set.of(Examples.WEB));
    }
}
