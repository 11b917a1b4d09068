package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose services init(8) of System V or OpenRC starts, on this machine's kernel. Needs root. */
class OtherInitIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final LabSpec SPEC = LabSpec.of(List.of(
                    new LabHost("sysvinit", "192.168.100.50").withInit(LabHost.Init.SYSVINIT),
                    new LabHost("openrc", "192.168.100.51").withInit(LabHost.Init.OPENRC)))
            .withName("others-" + ProcessHandle.current().pid())
            .withKernel(LabKernel.NATIVE);

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.up(SPEC, line -> {});
    }

    @AfterAll
    static void down() {
        if (lab != null) {
            lab.close();
        }
        SPEC.home().resolve(SPEC.name() + ".lock").toFile().delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sysvinit", "openrc"})
    void shouldBootByItsOwnInit(String host) {
        String likeness = "cat /proc/1/comm; ls -d /run/systemd/system /run/openrc 2>/dev/null; runlevel;"
                + " /etc/init.d/ssh status >/dev/null && echo sshd runs";
        String expected = host.equals("openrc") ? "init\n/run/openrc\nN 2\nsshd runs\n" : "init\nN 2\nsshd runs\n";
        assertThat(on(host, likeness)).isEqualTo(expected);

        on(host, "touch /run/before-the-boot /kept");
        lab.run(host, PATIENCE, "/sbin/reboot; sleep 300");
        lab.awaitReady(host);

        assertThat(on(host, "ls /kept /run/before-the-boot 2>/dev/null; rm /kept"))
                .isEqualTo("/kept\n");
        assertThat(on(host, likeness + "; sleep 1")).isEqualTo(expected);
    }

    private static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, PATIENCE, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }
}
