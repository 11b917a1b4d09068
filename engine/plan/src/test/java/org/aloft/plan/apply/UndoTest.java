package org.aloft.plan.apply;

import static org.aloft.plan.apply.Scripts.ANN;
import static org.aloft.plan.apply.Scripts.BOB;
import static org.aloft.plan.apply.Scripts.LONG;
import static org.aloft.plan.apply.Scripts.SOMETHING;
import static org.aloft.plan.apply.Scripts.apply;
import static org.aloft.plan.apply.Scripts.batch;
import static org.aloft.plan.apply.Scripts.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.resource.Call;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.shell.HostileValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody confirms is undone, by whomever: the workstation, the host's guard, its next boot, the next run. */
class UndoTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final String THEIRS = """
            echo theirs >/srv/page; chmod 640 /srv/page
            ln -s page /srv/link; mkdir -m 2750 /srv/dir; mkdir /srv/aloft.d; echo kept >/srv/aloft.d/a
            ip link add d0 type veth peer name d1; ip link set d0 addrgenmode none; ip link set d1 addrgenmode none
            ip link set lo up; ip link set d1 up; ip link set d0 up; ip address add 192.0.2.1/24 dev d0
            ip address add 192.0.2.9/32 dev lo label lo:9
            ip route add 198.51.100.0/24 via 192.0.2.7 metric 5
            ip route add 203.0.113.0/24 via 192.0.2.7
            """;

    /** All of the host that the calls below may have changed. */
    private static final String STATE = """
            find /srv /var/lib/aloft | sort | while IFS= read -r each; do
              case $each in /var/lib/aloft/undo* | /var/lib/aloft/boot) continue ;; esac
              printf '%s ' "$each"; stat -c '%a %u:%g %F' -- "$each"
              if [ -h "$each" ]; then readlink "$each"; elif [ -f "$each" ]; then cat -- "$each"; fi
            done
            cat /proc/sys/net/ipv4/ip_forward; ip -o address show | sed 's/valid_lft.*//'; ip route; true
            """;

    /** Waits for the guard, which looks once a second. */
    private static final String AWAIT_UNDONE =
            "exec 9>&-; i=0; until [ -e /run/aloft.undone ] || [ $i -ge 300 ]; do i=$((i + 1)); sleep 0.1; done;"
                    + " flock /run/aloft.lock true\n";

    @TempDir
    private Path folder;

    private static Call[] everything() {
        List<Call> calls = new ArrayList<>(List.of(
                Call.of("keep_file", "/srv/page", "-"),
                Call.of("put_file", "/srv/page", "0600", "ours\n"),
                Call.of("put_file", "/srv/page", "0644", "ours again\n"),
                Call.of("set_directory", "/srv/dir", "0711", "0:0"),
                Call.of("make_directory", "/srv/new/deep er", "0750", "0:0"),
                Call.of("take_away", "/srv/link"),
                Call.of("remove_file", "/srv/aloft.d/a"),
                Call.of("set_sysctl", "/proc/sys/net/ipv4/ip_forward", "1"),
                Call.of("add_address", "192.0.2.100/32", "lo", "lo:0"),
                Call.of("remove_address", "192.0.2.9/32", "lo"),
                Call.of("set_route", "198.51.100.0/24", "192.0.2.8"),
                Call.of("set_route", "203.0.113.0/24", "192.0.2.8"),
                Call.of("remove_route", "203.0.113.0/24", "192.0.2.8"),
                Call.of("set_route", "10.9.0.0/16", "192.0.2.8")));
        int number = 0;
        for (String value : HostileValues.all()) {
            calls.add(Call.of("put_file", "/srv/" + number++ + value.replace('/', '_') + "/x" + value, "0600", value));
        }
        return calls.toArray(Call[]::new);
    }

    private List<String> run(String setUp, String... scripts) throws Exception {
        return new Hosts(folder).run(setUp, scripts);
    }

    @Test
    void shouldBeAsBeforeWhenItIsUndone() throws Exception {
        List<String> outputs = run(
                THEIRS,
                STATE,
                apply(LONG, everything()),
                STATE,
                UndoScript.undo(ANN),
                STATE,
                "ls -A /var/lib/aloft; ls -d /run/aloft.apply /run/aloft.undo 2>/dev/null\n");
        assertThat(events(outputs.get(1)))
                .as(outputs.get(1))
                .last()
                .isEqualTo(new ApplyEvent.Finished(everything().length));
        assertThat(outputs.get(2)).isNotEqualTo(outputs.get(0));
        assertThat(events(outputs.get(3)))
                .noneMatch(event -> event instanceof ApplyEvent.NotUndone)
                .startsWith(new ApplyEvent.Undone(everything().length))
                .endsWith(new ApplyEvent.Undone(1), new ApplyEvent.Reverted());
        assertThat(outputs.get(4)).isEqualTo(outputs.get(0));
        assertThat(outputs.get(5)).as("nothing of Aloft is left").isEqualTo("exit 2\n");
    }

    @Test
    void shouldStayWhenItIsConfirmed() throws Exception {
        List<String> outputs = run(
                THEIRS,
                apply(LONG, everything()),
                STATE,
                UndoScript.confirm(ANN),
                STATE,
                UndoScript.undo(ANN),
                STATE,
                UndoScript.confirm(ANN));
        assertThat(events(outputs.get(2))).containsExactly(new ApplyEvent.Confirmed());
        assertThat(outputs.get(3)).isEqualTo(outputs.get(1));
        assertThat(outputs.get(4)).as("nothing is left to be undone").isEqualTo("exit 0\n");
        assertThat(outputs.get(5)).isEqualTo(outputs.get(1));
        assertThat(events(outputs.get(6))).containsExactly(new ApplyEvent.Confirmed());
    }

    /** What one with a look at the disk sees: nothing of a content stands in the journal. */
    @Test
    void shouldKeepItsJournalForRootAlone() throws Exception {
        String secret = "hunter2";
        String output = run(
                        "echo old-secret >/srv/a; chmod 644 /srv/a",
                        apply(LONG, Call.of("put_file", "/srv/a", "0600", secret)),
                        "cd /var/lib/aloft/undo; stat -c '%a %n' . calls functions token; grep -d skip -l -e " + secret
                                + " -e old-secret * ; sed -n 2,3p calls\n")
                .get(1);
        assertThat(output.replaceAll("undo/[A-Za-z0-9]{6}/", "undo/COPY/")).isEqualTo("""
                        700 .
                        600 calls
                        600 functions
                        600 token
                        step 1
                        put_back '/srv/a' '/var/lib/aloft/undo/COPY/was'
                        exit 0
                        """);
    }

    // ---- the host by itself

    @Test
    void shouldUndoByItselfAndTellWhoeverComesTooLate() throws Exception {
        List<String> outputs = run(
                THEIRS,
                STATE,
                apply(SHORT, everything()) + AWAIT_UNDONE,
                STATE,
                UndoScript.confirm(ANN),
                UndoScript.confirm(BOB),
                LeaseScript.show(BOB));
        assertThat(outputs.get(2)).isEqualTo(outputs.get(0));
        assertThat(events(outputs.get(3)))
                .startsWith(new ApplyEvent.Undone(everything().length))
                .endsWith(new ApplyEvent.Undone(1), new ApplyEvent.Reverted());
        assertThat(events(outputs.get(4))).as("of another run").containsExactly(new ApplyEvent.Confirmed());
        assertThat(events(outputs.get(5))).as("the next may begin at once").containsExactly(new ApplyEvent.LeaseFree());
    }

    @Test
    void shouldUndoByItselfWhenTheScriptIsKilledInTheMiddle() throws Exception {
        Path script = Files.writeString(
                folder.resolve("killed.sh"),
                apply(SHORT, everything()).replace("attempt 9 step_9", "kill -9 $$; attempt 9 step_9"));
        List<String> outputs = run(
                THEIRS,
                STATE,
                "{ sh <" + script + " >/srv/out; } 2>/dev/null; rm /srv/out\n" + AWAIT_UNDONE,
                STATE,
                UndoScript.undo(ANN));
        assertThat(outputs.get(2)).isEqualTo(outputs.get(0));
        assertThat(events(outputs.get(3)))
                .startsWith(new ApplyEvent.Undone(8), new ApplyEvent.Undone(7))
                .endsWith(new ApplyEvent.Reverted());
    }

    @Test
    void shouldWaitAsLongAsItHearsOfItsRun() throws Exception {
        String heardOfLater = """
                exec 9>&-; read -r now _ </proc/uptime
                printf '%s\\n' run1 $((${now%%.*} + 90 + 3600)) ann now >/run/aloft.lease
                """;
        List<String> outputs = run(
                "echo theirs >/srv/page",
                apply(SHORT, Call.of("put_file", "/srv/page", "0644", "ours\n")) + heardOfLater + "sleep 3\n",
                "cat /srv/page\n",
                LeaseScript.end(ANN) + AWAIT_UNDONE,
                "cat /srv/page\n");
        assertThat(outputs.get(1)).isEqualTo("ours\nexit 0\n");
        assertThat(outputs.get(3)).isEqualTo("theirs\nexit 0\n");
    }

    /** As aloft-undo.service does: there is no /run of before. */
    @Test
    void shouldUndoWhatLiesOnTheDiskAfterABoot() throws Exception {
        List<String> outputs = run(
                "mkdir -p /run/systemd/system; mount -t tmpfs none /etc/systemd/system\n" + THEIRS,
                STATE,
                apply(LONG, everything()),
                "ls /etc/systemd/system; cat /etc/systemd/system/sysinit.target.wants/aloft-undo.service\n",
                "rm -rf /run/aloft*; eval \"$(sed -n \"s/^ExecStart=.bin.sh -c '\\(.*\\)'/\\1/p\""
                        + " /etc/systemd/system/aloft-undo.service)\"\n",
                STATE,
                "find /etc/systemd/system -mindepth 1\n");
        assertThat(outputs.get(2))
                .startsWith("aloft-undo.service\nsysinit.target.wants\n")
                .contains("Before=systemd-sysctl.service network-pre.target ");
        assertThat(outputs.get(4)).isEqualTo(outputs.get(0));
        assertThat(outputs.get(5)).as("the unit is gone").isEqualTo("exit 0\n");
    }

    /** Where no service manager is, whatever starts the container calls this. */
    @Test
    void shouldUndoWhatLiesOnTheDiskWhenAContainerStartsAgain() throws Exception {
        List<String> outputs = run(
                THEIRS,
                STATE,
                apply(LONG, everything()),
                "rm -rf /run/aloft*; /var/lib/aloft/boot\n",
                STATE,
                apply(LONG, everything()) + UndoScript.confirm(ANN),
                "ls /var/lib/aloft/boot\n");
        assertThat(outputs.get(2)).isEqualTo("exit 0\n");
        assertThat(outputs.get(3)).isEqualTo(outputs.get(0));
        assertThat(outputs.get(5)).as("nothing has to be started any more").contains("No such file");
    }

    // ---- what breaks while it is written, or undone

    @Test
    void shouldPassOverALineThatAPowerFailureHasCutOff() throws Exception {
        List<String> outputs = run(
                THEIRS,
                STATE,
                apply(LONG, everything()),
                "printf \"put_back '/srv/pa\" >>/var/lib/aloft/undo/calls\n",
                UndoScript.undo(ANN),
                STATE);
        assertThat(events(outputs.get(3))).noneMatch(event -> event instanceof ApplyEvent.NotUndone);
        assertThat(outputs.get(4)).isEqualTo(outputs.get(0));
    }

    @Test
    void shouldBeginAgainWhereUndoingBrokeOff() throws Exception {
        String breaksOff = UndoScript.undo(ANN)
                .replace("undo_change </dev/null", "set_sysctl() { kill -9 $$; }\nundo_change </dev/null");
        Path script = Files.writeString(folder.resolve("undo.sh"), breaksOff);
        List<String> outputs = run(
                THEIRS,
                STATE,
                apply(LONG, everything()),
                "{ sh <" + script + "; } 2>/dev/null; ls -d /var/lib/aloft/undo\n",
                UndoScript.undo(ANN),
                STATE);
        assertThat(outputs.get(2)).isEqualTo("/var/lib/aloft/undo\nexit 0\n");
        assertThat(events(outputs.get(3))).last().isEqualTo(new ApplyEvent.Reverted());
        assertThat(outputs.get(4)).isEqualTo(outputs.get(0));
    }

    @Test
    void shouldTellWhatCannotBeUndoneAndUndoTheRest() throws Exception {
        List<String> outputs = run(
                "mkdir /srv/a; echo theirs >/srv/a/x; echo theirs >/srv/b",
                apply(
                        LONG,
                        Call.of("put_file", "/srv/b", "0644", "ours"),
                        Call.of("true"),
                        Call.of("put_file", "/srv/a/x", "0644", "ours")),
                "rm -r /srv/a; echo by hand >/srv/a\n",
                UndoScript.undo(ANN),
                "cat /srv/a /srv/b\n");
        List<ApplyEvent> events = events(outputs.get(2));
        assertThat(events.get(0)).isInstanceOfSatisfying(ApplyEvent.NotUndone.class, told -> assertThat(told.message())
                .startsWith("put_back '/srv/a/x' ")
                .contains("File exists"));
        assertThat(events.subList(1, events.size()))
                .containsExactly(
                        new ApplyEvent.Undone(3),
                        new ApplyEvent.Stays(2),
                        new ApplyEvent.Undone(1),
                        new ApplyEvent.Reverted());
        assertThat(outputs.get(3)).isEqualTo("by hand\ntheirs\nexit 0\n");
    }

    // ---- the next run

    @Test
    void shouldBeUndoneByTheNextRunOnceItsOwnHasLostItsLease() throws Exception {
        List<String> outputs = run(
                THEIRS,
                STATE,
                apply(LONG, everything()),
                UndoScript.leftOver(BOB),
                LeaseScript.take(BOB, "-"),
                LeaseScript.end(ANN),
                LeaseScript.take(BOB, "-"),
                UndoScript.leftOver(BOB),
                STATE,
                LeaseScript.take(BOB, "-"),
                UndoScript.leftOver(BOB));
        assertThat(events(outputs.get(2))).singleElement().isInstanceOf(ApplyEvent.LockHeld.class);
        assertThat(outputs.get(2)).endsWith("exit 75\n");
        assertThat(events(outputs.get(3))).singleElement().isInstanceOf(ApplyEvent.LockHeld.class);
        assertThat(events(outputs.get(5))).as("not planned with").containsExactly(new ApplyEvent.Stale());
        assertThat(events(outputs.get(6))).endsWith(new ApplyEvent.Undone(1), new ApplyEvent.Reverted());
        assertThat(outputs.get(7)).isEqualTo(outputs.get(0));
        assertThat(events(outputs.get(8))).containsExactly(new ApplyEvent.Leased());
        assertThat(outputs.get(9)).isEqualTo("exit 0\n");
    }

    // ---- packages

    /** A package stays installed; had the manifest forgotten it, it would never leave again. */
    @Test
    void shouldRememberPackagesThatStay() throws Exception {
        Manifest intent = Manifest.read("""
                aloft-manifest 2
                member\thost
                package\tcame\twas=absent
                package\tthere\twas=installed
                package\tnever-came\twas=absent
                file\t/srv/a\tsha256=1\twas=absent
                """);
        String undo = UndoScript.undo(ANN)
                .replace(
                        "undo_change </dev/null",
                        "ask_package() { case $1 in never-came) echo ' state absent' ;; *) echo ' state installed' ;;"
                                + " esac; }\nundo_change </dev/null");
        String fresh =
                ApplyScript.of(batch(Batch.Part.CHANGE, intent, Call.of("put_file", "/srv/a", "0644", "x")), ANN, LONG);
        String manifest = "cat /var/lib/aloft/manifest\n";
        assertThat(run("", fresh, undo, manifest).get(2))
                .isEqualTo("aloft-manifest 2\nmember\thost\npackage\tcame\twas=absent\nexit 0\n");
        String had =
                "printf '" + SOMETHING.text().replace("\n", "\\n").replace("\t", "\\t") + "' >/var/lib/aloft/manifest";
        assertThat(run(had, fresh, undo, manifest).get(2))
                .isEqualTo(SOMETHING.text() + "package\tcame\twas=absent\nexit 0\n");
    }

    @Test
    void shouldRecordThatItWasUndone() throws Exception {
        List<String> outputs = run(
                "printf 'aloft-manifest 2\\n' >/var/lib/aloft/manifest",
                ApplyScript.of(
                        batch(Batch.Part.CHANGE, SOMETHING, Call.of("put_file", "/srv/a", "0644", "x")), ANN, LONG),
                UndoScript.undo(ANN),
                HistoryScript.text());
        assertThat(HistoryScript.read(outputs.get(2))).singleElement().satisfies(line -> assertThat(line.result())
                .isEqualTo("not confirmed, and undone"));
    }
}
