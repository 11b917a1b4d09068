package org.aloft.plan.apply;

import static org.aloft.plan.apply.Scripts.ANN;
import static org.aloft.plan.apply.Scripts.LONG;
import static org.aloft.plan.apply.Scripts.SOMETHING;
import static org.aloft.plan.apply.Scripts.apply;
import static org.aloft.plan.apply.Scripts.batch;
import static org.aloft.plan.apply.Scripts.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aloft.plan.resource.Call;
import org.aloft.plan.rollout.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of what is undone, by a stand-in for systemctl. */
class UndoServicesTest {
    @TempDir
    private Path folder;

    private List<String> run(String setUp, String... scripts) throws Exception {
        return new Hosts(folder).run(setUp, scripts);
    }

    /** Stands in for systemctl: units are files; what is told to it is written down, with the configuration of then. */
    private static final String SYSTEMCTL = """
            mkdir -p /run/systemd/system /run/active /run/enabled
            mount -t tmpfs none /etc/systemd/system
            cat >/srv/systemctl <<'END'
            #!/bin/sh
            for unit; do :; done
            case $1 in
              is-active) [ -e "/run/active/$unit" ]; exit ;;
              is-enabled) [ -e "/run/enabled/$unit" ]; exit ;;
              daemon-reload) unit='' ;;
              start | restart | reload-or-restart) : >"/run/active/$unit" ;;
              stop) rm -f "/run/active/$unit" ;;
              enable) : >"/run/enabled/$unit" ;;
              disable) rm -f "/run/enabled/$unit"; if [ "$2" = --now ]; then rm -f "/run/active/$unit"; fi ;;
            esac
            echo "$1 $unit $(cat /srv/conf 2>/dev/null)" >>/run/told
            END
            chmod 755 /srv/systemctl
            mount --bind /srv/systemctl "$(command -v systemctl)"
            echo old >/srv/conf; : >/run/active/runs.service; : >/run/enabled/runs.service
            """;

    private static final String TOLD = "cat /run/told; rm /run/told; ls /run/active /run/enabled\n";

    private static final Call[] UNITS = {
        Call.of("put_file", "/srv/conf", "0644", "new\n"),
        Call.of("put_file", "/etc/systemd/system/comes.service", "0644", "[Service]\n"),
        Call.of("reload_units"),
        Call.of("restart_unit", "comes.service"),
        Call.of("reload_unit", "runs.service")
    };

    @Test
    void shouldStopWhatCameBeforeItsFilesGoAndStartWhatRanWithItsOldOnes() throws Exception {
        List<String> outputs = run(SYSTEMCTL, apply(LONG, UNITS), TOLD, UndoScript.undo(ANN), TOLD);
        assertThat(outputs.get(1)).startsWith("""
                        daemon-reload  new
                        enable comes.service new
                        restart comes.service new
                        enable runs.service new
                        reload-or-restart runs.service new
                        """);
        assertThat(events(outputs.get(2))).noneMatch(event -> event instanceof ApplyEvent.NotUndone);
        assertThat(outputs.get(3)).isEqualTo("""
                        stop comes.service new
                        disable comes.service new
                        daemon-reload  old
                        reload-or-restart runs.service old
                        /run/active:
                        runs.service

                        /run/enabled:
                        runs.service
                        exit 0
                        """);
    }

    @Test
    void shouldLeaveStartingToABoot() throws Exception {
        String boot = "rm -rf /run/aloft*; . /var/lib/aloft/undo/functions && undo_after_boot\n";
        List<String> outputs = run(SYSTEMCTL, apply(LONG, UNITS), TOLD, boot, TOLD);
        assertThat(outputs.get(3)).startsWith("disable comes.service new\ndaemon-reload  old\n/run/active:\n");
    }

    /** Others hold its VIPs by now. */
    @Test
    void shouldNotStartADirectorAgainThatHasLeft() throws Exception {
        Batch leaving = batch(
                Batch.Part.LEAVE,
                SOMETHING,
                Call.of("remove_unit", "runs.service"),
                Call.of("put_file", "/srv/conf", "0644", "new\n"));
        List<String> outputs = run(
                SYSTEMCTL,
                ApplyScript.of(leaving, ANN, LONG),
                TOLD,
                UndoScript.undo(ANN),
                "cat /srv/conf; ls -A /run/told /run/active /run/enabled 2>/dev/null\n");
        assertThat(events(outputs.get(2)))
                .containsExactly(new ApplyEvent.Undone(2), new ApplyEvent.Stays(1), new ApplyEvent.Reverted());
        assertThat(outputs.get(3)).isEqualTo("old\n/run/active:\n\n/run/enabled:\nexit 2\n");
    }
}
