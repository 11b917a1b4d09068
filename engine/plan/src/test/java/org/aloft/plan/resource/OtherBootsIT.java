package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.lab.LabHost;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.apply.UndoScript;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.aloft.topology.model.IpPrefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link RebootIT} tries with systemd, with init(8) and with OpenRC: a host that goes down in the middle of an apply
 * comes back as it was before; one whose change is confirmed comes back with it. Needs root.
 */
class OtherBootsIT {
    private static final RunIdentity IDENTITY =
            new RunIdentity("ann", "desk", "run1", Instant.parse("2026-01-02T03:04:05Z"));

    private static final String INIT_SCRIPT = """
            #!/bin/sh
            ### BEGIN INIT INFO
            # Provides:          toy
            # Required-Start:    $remote_fs
            # Required-Stop:     $remote_fs
            # Default-Start:     2 3 4 5
            # Default-Stop:      0 1 6
            # Short-Description: a daemon
            ### END INIT INFO
            case $1 in
              start) start-stop-daemon -S -b -m -p /run/toy.pid -x /bin/sleep -- infinity ;;
              stop) start-stop-daemon -K -o -p /run/toy.pid -x /bin/sleep ;;
              restart) "$0" stop; "$0" start ;;
              status) start-stop-daemon -T -p /run/toy.pid -x /bin/sleep ;;
            esac
            """;

    private static final String OPENRC_SCRIPT = """
            #!/sbin/openrc-run
            command=/bin/sleep
            command_args=infinity
            command_background=yes
            pidfile=/run/toy.pid
            """;

    private static final String STATE = "cat /srv/page /proc/sys/net/ipv4/tcp_fin_timeout;"
            + " ls -d /srv/* /etc/sysctl.d/99-zz* /etc/init.d/toy 2>/dev/null;"
            + " if pgrep -f '[s]leep infinity' >/dev/null; then echo runs; else echo rests; fi";

    @ParameterizedTest
    @EnumSource(
            value = LabHost.Init.class,
            names = {"SYSVINIT", "OPENRC"})
    void shouldComeBackAsItWasOrAsItIsWanted(LabHost.Init init) throws Exception {
        try (CaseHost host = new CaseHost("boots", init)) {
            host.on("echo theirs >/srv/page");
            String before = host.on(STATE);

            String said = host.script(script(init, Call.of("/sbin/reboot", "-f"), Call.of("sleep", "300")));
            assertThat(said).contains("@aloft done 3").doesNotContain("@aloft finished");
            host.awaitReboot();
            assertThat(host.eventually("ls -d /var/lib/aloft/undo 2>/dev/null; " + STATE, before))
                    .isEqualTo(before)
                    .startsWith("theirs\n60\n")
                    .endsWith("rests\n");
            assertThat(host.on("ls -d /etc/init.d/aloft* /etc/rc?.d/*aloft* /etc/runlevels/*/aloft* 2>/dev/null || :"))
                    .isEmpty();

            assertThat(host.script(script(init, Call.of("true")))).contains("@aloft finished 4");
            assertThat(host.script(UndoScript.confirm(IDENTITY))).contains("@aloft confirmed");
            String after = host.on(STATE);
            assertThat(after).startsWith("ours\n31\n").endsWith("runs\n");
            host.rebootInOrder();
            assertThat(host.eventually(STATE, after)).isEqualTo(after);
            String vip =
                    "ip -o address show dev lo to 192.168.100.10 | wc -l; cat /proc/sys/net/ipv4/conf/lo/arp_ignore";
            assertThat(host.eventually(vip, "1\n1\n")).isEqualTo("1\n1\n");
        }
    }

    /**
     * A file is adopted, another is new, a parameter, a service and a real server's VIP are set for the next boot; then
     * comes what is last.
     */
    private static String script(LabHost.Init init, Call... last) throws UnknownHostException {
        List<Step> steps = new ArrayList<>();
        add(
                steps,
                Call.of("put_file", "/srv/page", "0644", "ours\n"),
                Call.of("put_file", "/srv/new/file", "0600", "x"));
        add(
                steps,
                Call.of("set_sysctl", "/proc/sys/net/ipv4/tcp_fin_timeout", "31"),
                Call.of("put_file", SysctlResource.FILE, "0644", "net.ipv4.tcp_fin_timeout = 31\n"));
        BootMeans.Wanted lo = new BootMeans.Wanted(
                "lo",
                List.of(new PersistenceResource.Lasting(
                        new IpPrefix(InetAddress.getByName("192.168.100.10"), 32), "lo:0")),
                Map.of("/proc/sys/net/ipv4/conf/lo/arp_ignore", "1"));
        boolean isOpenrc = init == LabHost.Init.OPENRC;
        String toy = isOpenrc ? OPENRC_SCRIPT : INIT_SCRIPT;
        BootMeans.BootFile vips = isOpenrc ? BootService.openrc(lo) : BootService.script(lo);
        add(
                steps,
                Call.of("put_file", "/etc/init.d/toy", "0755", toy),
                Call.of("put_file", vips.path(), "0755", vips.content()),
                Call.of("reload_units"),
                Call.of("enable_unit", "aloft-vips.service"),
                Call.of("restart_unit", "toy.service"));
        add(steps, last);
        return ApplyScript.of(
                new Batch("host", Batch.Part.CHANGE, steps, Manifest.of(Set.of("host"), List.of()), Manifest.EMPTY),
                IDENTITY,
                Duration.ofMinutes(5));
    }

    private static void add(List<Step> steps, Call... calls) {
        Change change = Change.of(Action.UPDATE, "change", calls[0].function(), calls);
        steps.add(new Step(steps.size() + 1, FileResource.idOf("/srv/page"), "test", change));
    }
}
