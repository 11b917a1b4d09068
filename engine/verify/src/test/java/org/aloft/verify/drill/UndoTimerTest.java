package org.aloft.verify.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.ssh.SshException;
import org.aloft.verify.FakeHost;
import org.aloft.verify.Sh;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real script, with a systemd that keeps its timers as files. */
class UndoTimerTest {
    private static final Duration AFTER = Duration.ofSeconds(90);
    private static final RunIdentity ANN =
            new RunIdentity("ann", "desk", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final RunIdentity BOB =
            new RunIdentity("bob", "laptop", "run11", Instant.parse("2026-01-02T03:04:06Z"));

    private static final String SYSTEMCTL = """
            #!/bin/sh
            case $1 in
            list-units)
                [ ! -e "$TIMERS/broken" ] || { echo 'Failed to connect to bus' >&2; exit 1; }
                for timer in "$TIMERS"/*.timer; do
                    [ ! -e "$timer" ] || echo "${timer##*/} loaded active waiting $(cat "$timer")"
                done ;;
            stop) rm "$TIMERS/$2" ;;
            *) exit 9 ;;
            esac
            """;
    private static final String SYSTEMD_RUN = """
            #!/bin/sh
            for word in "$@"; do
                case $word in
                --unit=*) unit=${word#*=} ;;
                --description=*) description=${word#*=} ;;
                esac
                last=$word
            done
            [ ! -e "$TIMERS/$unit.timer" ] || { echo "$unit.timer already exists" >&2; exit 1; }
            echo "$description" >"$TIMERS/$unit.timer"
            echo "$last" >>"$TIMERS/services"
            """;

    @TempDir
    Path folder;

    private FakeHost lvs1;

    @BeforeEach
    void makeSystemd() throws IOException {
        Files.createDirectories(folder.resolve("run/systemd/system"));
        program("systemctl", SYSTEMCTL);
        program("systemd-run", SYSTEMD_RUN);
        String environment = "PATH=" + folder + ":/usr/bin:/bin\nTIMERS=" + folder + "\nexport PATH TIMERS\n";
        lvs1 = new FakeHost(
                "lvs1",
                script -> Sh.run(environment
                        + script.replace("/run/", folder + "/run/").replace("/etc/init.d", folder + "/init.d")));
    }

    @Test
    void shouldNotTouchAnotherRunsTimerAndSayWhoseItIs() throws SshException, DrillRefused, IOException {
        UndoTimer timer = UndoTimer.toStart("aloftd", AFTER, ANN, lvs1);
        assertThatExceptionOfType(DrillRefused.class)
                .isThrownBy(() -> UndoTimer.toStart("aloftd", AFTER, BOB, lvs1))
                .withMessageContaining("lvs1: aloft verify by ann@desk since 2026-01-02T03:04:05Z (run run1); wait");
        assertThat(timers()).containsExactly("aloft-drill-undo-aloftd-run1.timer");

        timer.disarm();
        assertThat(timers()).isEmpty();
        UndoTimer.toStart("aloftd", AFTER, BOB, lvs1);
        timer.disarm();
        assertThat(timers()).containsExactly("aloft-drill-undo-aloftd-run11.timer");
    }

    @Test
    void shouldArmAgainInTheSameRun() throws SshException, DrillRefused, IOException {
        UndoTimer.toStart("aloftd", AFTER, ANN, lvs1);
        UndoTimer.toStart("aloftd", AFTER, ANN, lvs1);
        UndoTimer.toStart("nginx.service", AFTER, ANN, lvs1);
        assertThat(timers())
                .containsExactly("aloft-drill-undo-aloftd-run1.timer", "aloft-drill-undo-nginx-service-run1.timer");
    }

    @Test
    void shouldSeeAnotherRunsTimerBeforeAnythingIsArmed() throws SshException, DrillRefused {
        assertThat(UndoTimer.ofAnotherRun(lvs1, BOB)).isEmpty();
        UndoTimer.toStart("aloftd", AFTER, ANN, lvs1);
        assertThat(UndoTimer.ofAnotherRun(lvs1, ANN)).isEmpty();
        assertThat(UndoTimer.ofAnotherRun(lvs1, BOB))
                .hasValueSatisfying(whose -> assertThat(whose).contains("ann@desk"));
    }

    @Test
    void shouldNotArmWhereItCannotBeSeenWhetherAnotherRunIsAtWork() throws IOException {
        Files.createFile(folder.resolve("broken"));
        assertThatExceptionOfType(SshException.class)
                .isThrownBy(() -> UndoTimer.toStart("aloftd", AFTER, ANN, lvs1))
                .withMessageContaining("Failed to connect to bus");
        assertThatExceptionOfType(SshException.class)
                .isThrownBy(() -> UndoTimer.ofAnotherRun(lvs1, ANN))
                .withMessageContaining("Failed to connect to bus");
        assertThat(timers()).isEmpty();
    }

    @Test
    void shouldTakeNoValueForAPartOfTheScript() throws SshException, DrillRefused, IOException {
        Path never = folder.resolve("never");
        String hostile = "a'; touch " + never + "; '$(touch " + never + ")";
        RunIdentity odd = new RunIdentity(hostile, "ws\n1", "run1", ANN.since());
        UndoTimer.toStart(hostile, AFTER, odd, lvs1).disarm();
        assertThat(never).doesNotExist();
        assertThat(Files.readString(folder.resolve("services"))).isEqualTo(hostile + "\n");
    }

    @Test
    void shouldSayWhoseTimerIsArmedWhereSystemdIsNot() throws SshException, DrillRefused, IOException {
        removeSystemd();
        UndoTimer timer = UndoTimer.toStart("aloftd", AFTER, ANN, lvs1);
        assertThatExceptionOfType(DrillRefused.class)
                .isThrownBy(() -> UndoTimer.toStart("aloftd", AFTER, BOB, lvs1))
                .withMessageContaining("lvs1: aloft verify by ann@desk since 2026-01-02T03:04:05Z (run run1); wait");
        assertThat(UndoTimer.ofAnotherRun(lvs1, ANN)).isEmpty();
        assertThat(UndoTimer.ofAnotherRun(lvs1, BOB)).isPresent();

        timer.disarm();
        assertThat(UndoTimer.ofAnotherRun(lvs1, BOB)).isEmpty();
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    @Test
    void shouldStartTheServiceByItselfWhereSystemdIsNot() throws Exception {
        removeSystemd();
        Files.createDirectories(folder.resolve("init.d"));
        program(
                "init.d/aloftd",
                "#!/bin/sh\necho \"$1\" >" + folder + "/told.new && mv " + folder + "/told.new " + folder + "/told\n");
        UndoTimer disarmed = UndoTimer.toStart("aloftd", Duration.ofSeconds(1), BOB, lvs1);
        disarmed.disarm();
        UndoTimer.toStart("aloftd", Duration.ofSeconds(1), ANN, lvs1);
        while (!Files.exists(folder.resolve("told"))) {
            Thread.sleep(50);
        }
        assertThat(folder.resolve("told")).hasContent("start");
        assertThat(folder.resolve("run/aloft-drill-undo-aloftd-run1")).doesNotExist();
    }

    private void removeSystemd() throws IOException {
        Files.delete(folder.resolve("run/systemd/system"));
        Files.delete(folder.resolve("run/systemd"));
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> timers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".timer"))
                    .sorted()
                    .toList();
        }
    }
}
