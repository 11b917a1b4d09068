package org.aloft.agent.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SystemdNotifierTest {
    @TempDir
    private Path folder;

    @Test
    void shouldSendEachStateAsADatagramToASocketFile() {
        String path = folder.resolve("notify").toString();
        try (FileDescriptor systemd = listen(path);
                SystemdNotifier notifier = notifier(Map.of("NOTIFY_SOCKET", path))) {
            notifier.ready();
            notifier.status("VI_1 ACTIVE\nand more");
            notifier.watchdog();
            notifier.stopping();
            notifier.reloading();
            assertThat(read(systemd)).isEqualTo("READY=1");
            assertThat(read(systemd)).isEqualTo("STATUS=VI_1 ACTIVE and more");
            assertThat(read(systemd)).isEqualTo("WATCHDOG=1");
            assertThat(read(systemd)).isEqualTo("STOPPING=1");
            assertThat(read(systemd)).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
        }
    }

    @Test
    void shouldReachAnAbstractSocket() {
        String name = "@aloft-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (FileDescriptor systemd = listen(name);
                SystemdNotifier notifier = notifier(Map.of("NOTIFY_SOCKET", name))) {
            notifier.ready();
            assertThat(read(systemd)).isEqualTo("READY=1");
        }
    }

    @Test
    void shouldDoNothingWithoutSystemdOrWithASocketThatIsGone() {
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", "/nowhere/notify"))) {
            try (SystemdNotifier notifier = notifier(environment)) {
                notifier.ready();
                assertThat(notifier.watchdogInterval()).isEmpty();
            }
        }
    }

    @Test
    void shouldReadTheWatchdogOnlyIfItIsMeantForThisProcess() {
        assertThat(interval(Map.of("WATCHDOG_USEC", "3000000"))).hasValue(Duration.ofSeconds(3));
        assertThat(interval(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "42")))
                .hasValue(Duration.ofSeconds(3));
        assertThat(interval(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "43")))
                .isEmpty();
        assertThat(interval(Map.of("WATCHDOG_USEC", "0"))).isEmpty();
        assertThat(interval(Map.of("WATCHDOG_USEC", "soon"))).isEmpty();
    }

    private static Optional<Duration> interval(Map<String, String> environment) {
        try (SystemdNotifier notifier = notifier(environment)) {
            return notifier.watchdogInterval();
        }
    }

    private static SystemdNotifier notifier(Map<String, String> environment) {
        return SystemdNotifier.fromEnvironment(environment, 42);
    }

    private static FileDescriptor listen(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name[0] == '@') {
            name[0] = 0;
        }
        NativeBuffer address = NativeBuffer.allocate(2 + name.length);
        address.bytes().putShort(0, (short) SystemCalls.AF_UNIX).put(2, name);
        FileDescriptor socket = FileDescriptor.socket(SystemCalls.AF_UNIX, SystemCalls.SOCK_DGRAM, 0, "listen");
        socket.bind(address, "listen");
        return socket;
    }

    private static String read(FileDescriptor socket) {
        NativeBuffer buffer = NativeBuffer.allocate(256);
        byte[] text = new byte[(int) socket.receive(buffer)];
        buffer.bytes().get(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
