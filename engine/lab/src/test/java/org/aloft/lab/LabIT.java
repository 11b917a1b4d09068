package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real hosts on kernels with IPVS. Needs root, and fails with one line that says so where it is not. */
class LabIT {
    private static final String NAME = "it-" + ProcessHandle.current().pid();
    /** A guest may take a minute to install a package. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final LabSpec SPEC = LabSpec.of(
                    List.of(new LabHost("lvs1", "192.168.100.100"), new LabHost("web1", "192.168.100.200")))
            .withName(NAME);

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.up(SPEC, line -> {});
    }

    @AfterAll
    static void downLeavesNothing() throws Exception {
        if (lab == null) {
            return; // its start clears away what it has begun
        }
        Path processes = Machine.controlGroups().resolve(NAME);
        assertThat(Lab.down(SPEC.home(), NAME)).isTrue();
        assertThat(SPEC.home().resolve(NAME)).doesNotExist();
        assertThat(Path.of("/run/netns", NAME)).doesNotExist();
        assertThat(processes).doesNotExist();
        assertThat(Machine.mountsUnder(SPEC.home().resolve(NAME))).isEmpty();
        assertThat(Lab.down(SPEC.home(), NAME)).isFalse();
        Files.deleteIfExists(SPEC.home().resolve(NAME + ".lock"));
    }

    @Test
    void shouldRunSystemdWithoutAFailedUnit() {
        assertThat(on("web1", "systemctl is-system-running --wait; hostname; cat /proc/1/comm"))
                .isEqualTo("running\nweb1\nsystemd\n");
    }

    @Test
    void shouldGiveEachHostAnIpvsTableOfItsOwn() {
        on("lvs1", "ipvsadm -A -t 192.168.100.10:80 -s rr");
        assertThat(on("lvs1", "ipvsadm -Sn")).contains("-A -t 192.168.100.10:80 -s rr");
        assertThat(on("web1", "ipvsadm -Sn")).isEmpty();
    }

    /**
     * A kernel has one processor's time to give: hosts with one in common wait for each other when one of them boots.
     */
    @Test
    void shouldGiveEachGuestAKernelOfItsOwn() {
        String bootId = "cat /proc/sys/kernel/random/boot_id";
        assertThat(on("lvs1", bootId).equals(on("web1", bootId)))
                .isEqualTo(lab.spec().kernel() == LabKernel.NATIVE);
    }

    @Test
    void shouldComeBackFromACrashWithItsFilesAndNothingElse() {
        on("lvs1", "echo kept >/etc/kept; ip address add 192.168.100.10/32 dev ens33; sysctl -q net.ipv4.ip_forward=1");
        Lab.HostOutput crash = lab.run("lvs1", PATIENCE, "systemctl reboot --force --force; sleep 300");
        assertThat(crash.exitCode()).isEqualTo(255);
        lab.awaitReady("lvs1");
        assertThat(on("lvs1", "cat /etc/kept; sysctl -n net.ipv4.ip_forward; ipvsadm -Sn; ip -br address show ens33"))
                .startsWith("kept\n0\n")
                .doesNotContain("192.168.100.10/32")
                .doesNotContain("-A -t");
    }

    @Test
    void shouldInstallNginxWithoutTheInternet() {
        on("web1", "apt-get install -qy nginx-light >/dev/null 2>&1");
        assertThat(on("web1", "curl -s http://127.0.0.1/")).contains("nginx");
    }

    @Test
    void shouldCutAndRestoreTheirPower() {
        on("web1", "echo kept >/etc/disk; sync");
        lab.powerOff("web1");
        assertThat(lab.status()).extracting(HostStatus::running).containsExactly(true, false);
        lab.powerOn("web1");
        assertThat(lab.status()).extracting(HostStatus::running).containsExactly(true, true);
        assertThat(on("web1", "cat /etc/disk")).isEqualTo("kept\n");
    }

    @Test
    void shouldComeBackFromAnOrderlyRebootWithAllThatWasWritten() {
        lab.run("web1", PATIENCE, "echo kept >/etc/orderly; systemctl reboot 2>/dev/null; sleep 300");
        lab.awaitReady("web1");
        assertThat(on("web1", "cat /etc/orderly")).isEqualTo("kept\n");
    }

    /** A guest's memory is its own; a namespace's files are in the memory of this machine's kernel, which lives on. */
    @Test
    void shouldLoseWithItsPowerWhatAGuestDidNotSync() {
        on(
                "web1",
                "cd /etc; echo old >renamed; sync; echo synced >synced; sync synced .; echo unsynced >unsynced;"
                        + " echo new >renamed.new; mv renamed.new renamed");
        lab.powerOff("web1");
        lab.powerOn("web1");
        assertThat(on("web1", "cd /etc; cat synced renamed; cat unsynced 2>/dev/null || echo lost"))
                .isEqualTo(lab.spec().kernel() == LabKernel.UML ? "synced\nold\nlost\n" : "synced\nnew\nunsynced\n");
    }

    @Test
    void shouldSayWhenAHostStoodStill() throws Exception {
        on("web1", "until [ -e /run/aloft-lab/stalls ]; do sleep 0.1; done");
        Path freezer = Machine.controlGroups().resolve(NAME).resolve("hosts/web1/cgroup.freeze");
        String before = on("web1", "date +%s; cat /run/aloft-lab/stalls");
        Files.writeString(freezer, "1");
        try {
            Thread.sleep(500);
        } finally {
            Files.writeString(freezer, "0");
        }
        String after = on(
                "web1",
                "until [ $(wc -l </run/aloft-lab/stalls) -gt %d ]; do sleep 0.1; done; cat /run/aloft-lab/stalls"
                        .formatted(before.lines().count() - 1));
        double frozenAt = Double.parseDouble(before.lines().findFirst().orElseThrow());
        assertThat(after.lines().map(line -> line.split(" ", 2)).toList()).anySatisfy(stall -> {
            assertThat(Double.parseDouble(stall[0])).isGreaterThanOrEqualTo(frozenAt);
            assertThat(Double.parseDouble(stall[1])).isGreaterThan(0.2);
        });
    }

    @Test
    void shouldLetAHostsProcessesBeRealTime() {
        on("web1", "systemd-run -q --wait -p CPUSchedulingPolicy=rr -p CPUSchedulingPriority=50 true");
    }

    @Test
    void shouldGiveAHostAFreshDisk() {
        on("web1", "echo lost >/etc/disk");
        lab.reset("web1");
        assertThat(on("web1", "cat /etc/disk 2>/dev/null || echo fresh")).isEqualTo("fresh\n");
    }

    @Test
    void shouldRefuseToStartTwice() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Lab.up(SPEC, line -> {}))
                .withMessageContaining("is up already")
                .withMessageContaining("aloft lab down");
    }

    private static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, PATIENCE, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }
}
