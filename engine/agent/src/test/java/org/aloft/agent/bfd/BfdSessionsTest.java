package org.aloft.agent.bfd;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BfdSessionsTest {
    @TempDir
    Path folder;

    private List<BfdInstanceBlock> session() throws Exception {
        Path file = Files.writeString(folder.resolve("aloftd.conf"), "bfd_instance B {\nneighbor_ip 127.0.0.1\n}\n");
        return ConfigurationReader.read(file).tracking().bfdInstances();
    }

    /** Takes the port; unless another program has it, which is as good. */
    private static Optional<DatagramSocket> takePort() throws Exception {
        try {
            return Optional.of(new DatagramSocket(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[4]), SessionSender.PORT)));
        } catch (BindException taken) {
            return Optional.empty();
        }
    }

    @Test
    void shouldSayBeforeTheFirstSessionThatItsPortIsTaken() throws Exception {
        Optional<DatagramSocket> other = takePort();
        try (BfdSessions sessions = BfdSessions.open(new Random(1), 1, Faults.supervisor())) {
            assertThatThrownBy(() -> sessions.prepare(session()))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("UDP port 3784");
        } finally {
            other.ifPresent(DatagramSocket::close);
        }
    }

    /** Else nothing could be changed in the file while another program has the port. */
    @Test
    void shouldNotRefuseWhatWasNotListenedForBefore() throws Exception {
        Optional<DatagramSocket> other = takePort();
        try (BfdSessions sessions = BfdSessions.open(new Random(1), 1, Faults.supervisor())) {
            sessions.configure(session());
            assertThatCode(() -> sessions.prepare(session())).doesNotThrowAnyException();
        } finally {
            other.ifPresent(DatagramSocket::close);
        }
    }
}
