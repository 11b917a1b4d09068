package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;

/**
 * The only host of a lab, on this machine's kernel: nothing that is tried there needs IPVS, and a guest takes ten times
 * as long. Needs root. For one thread.
 */
final class CaseHost implements AutoCloseable {
    private static final String HOST = "host";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int TRIES = 60;

    private final Lab lab;

    /** One with systemd. */
    CaseHost(String name) {
        this(name, LabHost.Init.SYSTEMD);
    }

    /**
     * Starts it.
     *
     * @param name what its lab is called; the process's number follows
     */
    CaseHost(String name, LabHost.Init init) {
        LabSpec spec = LabSpec.of(List.of(new LabHost(HOST, "192.168.100.50").withInit(init)))
                .withName(name + "-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE);
        lab = Lab.up(spec, line -> {});
    }

    /** What a command line prints, which must succeed. */
    String on(String commandLine) {
        Lab.HostOutput output = lab.run(HOST, PATIENCE, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }

    /** What a script prints, however it ends. Sent compressed: no word of a command line may be longer than 128 KiB. */
    String script(String script) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String text = Base64.getEncoder().encodeToString(compressed.toByteArray());
        return lab.run(HOST, PATIENCE, "echo " + text + " | base64 -d | gzip -d | sh")
                .output();
    }

    /** Reboots it, and waits until its sshd answers. */
    void reboot() {
        lab.run(HOST, PATIENCE, "systemctl reboot --force --force; sleep 300");
        lab.awaitReady(HOST);
    }

    /** Reboots it as init(8) or OpenRC do it, services first, and waits until its sshd answers. */
    void rebootInOrder() {
        lab.run(HOST, PATIENCE, "/sbin/reboot; sleep 300");
        lab.awaitReady(HOST);
    }

    /** Waits until its sshd answers. */
    void awaitReboot() {
        lab.awaitReady(HOST);
    }

    /** What a command line prints, asked until it is this, or often enough. */
    String eventually(String commandLine, String wanted) {
        String seen = "";
        for (int tries = 0; tries < TRIES && !seen.equals(wanted); tries++) {
            seen = on(commandLine + "; sleep 1");
        }
        return seen;
    }

    /** Waits until its sshd answers and all its services have started. */
    void awaitBoot() throws IOException {
        lab.awaitReady(HOST);
        script("systemctl is-system-running --wait");
    }

    /** Pulls its plug and puts it back, and waits until its sshd answers. */
    void cutPower() {
        lab.powerOff(HOST);
        lab.powerOn(HOST);
    }

    @Override
    public void close() {
        lab.close();
        LabSpec.defaultHome().resolve(lab.spec().name() + ".lock").toFile().delete();
    }
}
