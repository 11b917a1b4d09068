package org.aloft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the hosts stand: this machine's own kernel, or a guest's. Used by one thread at a time. */
abstract sealed class Rack {
    final LabSpec spec;
    final LabFolder folder;

    private Rack(LabSpec spec, LabFolder folder) {
        this.spec = spec;
        this.folder = folder;
    }

    static Rack of(LabSpec spec, LabFolder folder) {
        return switch (spec.kernel()) {
            case NATIVE -> new MachineRack(spec, folder);
            case UML -> new GuestRack(spec, folder);
            case AUTO -> throw new IllegalStateException("AUTO has been decided before");
        };
    }

    /** The command that runs hosts.sh where the hosts are. */
    abstract List<String> hosts(String... arguments);

    /** Makes the network namespace and starts all hosts; does not wait for them. */
    abstract void start(Path base, Path controlGroup) throws IOException;

    /** Completes when the rack itself dies. */
    abstract CompletableFuture<?> onEnd();

    /** What the rack said last, to follow a message, or nothing. */
    abstract String lastWords() throws IOException;

    final void ip(String... arguments) {
        List<String> all = new ArrayList<>(List.of("ip", "-n", spec.name()));
        all.addAll(Arrays.asList(arguments));
        Command.require("setting up the lab's network", all.toArray(String[]::new));
    }

    final void makeNamespace() {
        Command.require("making the lab's network namespace", "ip", "netns", "add", spec.name());
        ip("link", "set", "lo", "up");
    }

    private static final class MachineRack extends Rack {
        private static final Path INOTIFY_INSTANCES = Path.of("/proc/sys/fs/inotify/max_user_instances");

        MachineRack(LabSpec spec, LabFolder folder) {
            super(spec, folder);
        }

        @Override
        List<String> hosts(String... arguments) {
            List<String> command = new ArrayList<>(
                    List.of("/bin/sh", folder.script(Script.HOSTS).toString()));
            command.addAll(Arrays.asList(arguments));
            return command;
        }

        @Override
        void start(Path base, Path controlGroup) throws IOException {
            // Every systemd takes some five of them; the usual 128 stop the 25th host.
            int needed = 64 + 8 * spec.hosts().size();
            if (Integer.parseInt(Files.readString(INOTIFY_INSTANCES).strip()) < needed) {
                Files.writeString(INOTIFY_INSTANCES, Integer.toString(needed));
            }
            makeNamespace();
            Command.require("starting the hosts", hosts("up").toArray(String[]::new));
            // Not on the bridge itself, which is up only a second after its first port.
            ip("link", "add", "controller", "type", "veth", "peer", "name", "port0");
            ip("link", "set", "port0", "master", "lab", "up");
            ip("address", "add", spec.withPrefix(spec.controllerAddress()), "dev", "controller");
            ip("link", "set", "controller", "up");
        }

        @Override
        CompletableFuture<?> onEnd() {
            return new CompletableFuture<>(); // never: the machine outlives this process
        }

        @Override
        String lastWords() {
            return "";
        }
    }

    private static final class GuestRack extends Rack {
        private Process guest;

        GuestRack(LabSpec spec, LabFolder folder) {
            super(spec, folder);
        }

        @Override
        List<String> hosts(String... arguments) {
            return List.of(
                    "ssh",
                    "-F",
                    folder.sshConfig().toString(),
                    "rack",
                    "/bin/sh /mnt/hosts.sh " + String.join(" ", arguments));
        }

        @Override
        void start(Path base, Path controlGroup) {
            makeNamespace();
            ip("tuntap", "add", "tap0", "mode", "tap");
            ip("address", "add", spec.withPrefix(spec.controllerAddress()), "dev", "tap0");
            ip("link", "set", "tap0", "up");
            // A session of its own, or Ctrl-C in a terminal would be the guest's power cut.
            ProcessBuilder builder = new ProcessBuilder(
                    "setsid",
                    "unshare",
                    "--mount",
                    "--",
                    "/bin/sh",
                    folder.script(Script.RACK).toString(),
                    folder.path().toString(),
                    controlGroup.resolve("rack").toString(),
                    spec.name(),
                    base.toString(),
                    spec.guestMegabytes() + "M");
            builder.redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.console().toFile());
            guest = Command.start(builder);
        }

        @Override
        CompletableFuture<?> onEnd() {
            return guest.onExit();
        }

        @Override
        String lastWords() throws IOException {
            return "; the guest's console: " + Command.lastLines(Files.readString(folder.console()), 8);
        }
    }
}
