package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A host without a service manager, on this machine's kernel. Needs root. */
class SmallInitIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final LabSpec SPEC = LabSpec.of(
                    List.of(new LabHost("box", "192.168.100.50").withInit(LabHost.Init.SMALL)))
            .withName("small-" + ProcessHandle.current().pid())
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

    @Test
    void shouldRunNoServiceManager() {
        assertThat(on("cat /proc/1/comm; ls -d /run/systemd /run/openrc 2>/dev/null || :"))
                .isEqualTo("init\n");
    }

    @Test
    void shouldReapWhatNobodyElseDoes() {
        on("(sleep 0.1 & :); sleep 1");
        assertThat(on("ps -e -o stat= | grep -c '^Z' || :")).isEqualTo("0\n");
    }

    @Test
    void shouldStartWhatWasLeftForItsBoot() {
        on("mkdir -p /var/lib/aloft; printf '#!/bin/sh\\ndate +%%s >>/booted\\n' >/var/lib/aloft/boot;"
                + " chmod 755 /var/lib/aloft/boot");
        lab.powerOff("box");
        lab.powerOn("box");
        assertThat(on("wc -l </booted; rm -r /booted /var/lib/aloft")).isEqualTo("1\n");
    }

    private static String on(String commandLine) {
        Lab.HostOutput output = lab.run("box", PATIENCE, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }
}
