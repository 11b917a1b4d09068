package org.aloft.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;

/**
 * A host whose kernel has IPVS, with keepalived, ipvsadm and the agent's bundle: a lab of one. Gone when closed. All
 * commands share one SSH connection, as a login takes a guest a second.
 */
final class Director implements AutoCloseable {
    static final String ADDRESS = "192.168.100.100";

    private static final String NAME = "aloft-ipvs-it";

    private final Lab lab;
    private final Path folder;
    private final List<String> shell;

    private Director(Lab lab, Path folder) {
        this.lab = lab;
        this.folder = folder;
        this.shell = new ArrayList<>(lab.sshCommand("director"));
        shell.addAll(
                1,
                List.of(
                        "-o",
                        "ControlMaster=auto",
                        "-o",
                        "ControlPersist=yes",
                        "-o",
                        "ControlPath=" + folder.resolve("ssh")));
    }

    /** Starts it, beside any other lab that may be up. */
    static Director up(Path folder) throws Exception {
        LabSpec spec = LabSpec.of(List.of(new LabHost("director", ADDRESS)))
                .withName(NAME)
                .withGuestMegabytes(1024);
        Lab.down(spec.home(), NAME); // a test that was killed leaves it
        Lab lab = Lab.up(spec, line -> {});
        Director director = new Director(lab, folder);
        try {
            lab.unpack("director", Bundle.archive(), "/opt/aloft");
            return director;
        } catch (Exception | AssertionError failure) {
            director.close();
            throw failure;
        }
    }

    /** Runs a script on it, as root; returns what it printed. */
    String run(String script) {
        List<String> command = new ArrayList<>(shell);
        command.add(script);
        Commands.Result result = Commands.tryRun(command);
        if (result.exitCode() != 0) {
            throw new AssertionError(script + "\nended with " + result.exitCode() + ":\n" + result.output());
        }
        return result.output();
    }

    /** Starts a daemon on it, whose process number is in {@code /run/NAME.pid}. */
    Router start(String name, String command) {
        List<String> all = new ArrayList<>(shell);
        all.add("echo $$ >/run/" + name + ".pid; exec " + command + " 2>&1");
        return Router.start(all, folder);
    }

    /** Starts a program of the workstation's on the network that it has in common with the director. */
    Router controller(List<String> command) {
        return Router.start(lab.spec().name(), command, folder);
    }

    @Override
    public void close() {
        List<String> exit = new ArrayList<>(shell);
        exit.addAll(1, List.of("-O", "exit"));
        if (Files.exists(folder.resolve("ssh"))) {
            Commands.tryRun(exit);
        }
        lab.down();
        LabSpec.defaultHome().resolve(NAME + ".lock").toFile().delete();
    }
}
