package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.apply.UndoScript;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A host of a lab that goes down in the middle of an apply: it comes back as it was before, and nothing that lay there for
 * a moment has taken effect. The next apply finds nothing in its way. Needs root.
 */
class RebootIT {
    private static final RunIdentity IDENTITY =
            new RunIdentity("ann", "desk", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final String STATE = "cat /srv/page /proc/sys/net/ipv4/tcp_fin_timeout; stat -c '%a %U' /srv/page;"
            + " ls -d /srv/* /etc/sysctl.d/99-zz* /etc/systemd/system/toy* 2>/dev/null; systemctl is-active toy || :";

    private static CaseHost host;

    @BeforeAll
    static void up() {
        host = new CaseHost("reboots");
        host.on("echo theirs >/srv/page && chmod 640 /srv/page");
    }

    @AfterAll
    static void down() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void shouldComeBackAsItWasFromARebootInTheMiddle() throws Exception {
        String before = host.on(STATE);

        String said =
                host.script(script(Call.of("systemctl", "reboot", "--force", "--force"), Call.of("sleep", "300")));
        assertThat(said).contains("@aloft done 3").doesNotContain("@aloft finished");
        host.awaitBoot();

        assertAsBefore(before);
    }

    @Test
    void shouldComeBackAsItWasFromAPowerCutInTheMiddle() throws Exception {
        String before = host.on(STATE);

        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
            try {
                return host.script(script(Call.of("touch", "/run/in-the-middle"), Call.of("sleep", "300")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        host.on("timeout 60 sh -c 'until [ -e /run/in-the-middle ]; do sleep 0.1; done'");
        host.cutPower();
        host.awaitBoot();
        assertThat(said.get()).contains("@aloft done 3").doesNotContain("@aloft finished");

        assertAsBefore(before);
    }

    private static void assertAsBefore(String before) throws IOException {
        assertThat(host.on("systemctl show -P Result aloft-undo; ls -d /var/lib/aloft/undo 2>/dev/null || :"))
                .isEqualTo("success\n");
        assertThat(host.on(STATE))
                .isEqualTo(before)
                .startsWith("theirs\n60\n640 root\n")
                .endsWith("inactive\n");

        assertThat(host.script(script(Call.of("true")))).contains("@aloft finished 4");
        assertThat(host.script(UndoScript.confirm(IDENTITY))).contains("@aloft confirmed");
        assertThat(host.on(STATE)).startsWith("ours\n").contains("/srv/new", "/etc/systemd/system/toy.service");
        host.on(
                "systemctl -q disable --now toy; rm -r /srv/new /etc/systemd/system/toy.service /etc/sysctl.d/99-zz-aloft.conf;"
                        + " echo theirs >/srv/page; chmod 640 /srv/page; systemctl daemon-reload");
    }

    /** A file is adopted, another is new, a parameter and a service are set for the next boot; then comes what is last. */
    private static String script(Call... last) {
        List<Step> steps = new ArrayList<>();
        add(
                steps,
                Call.of("put_file", "/srv/page", "0644", "ours\n"),
                Call.of("put_file", "/srv/new/file", "0600", "x"));
        add(steps, Call.of("put_file", SysctlResource.FILE, "0644", "net.ipv4.tcp_fin_timeout = 31\n"));
        add(
                steps,
                Call.of(
                        "put_file",
                        "/etc/systemd/system/toy.service",
                        "0644",
                        "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n"),
                Call.of("reload_units"),
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
