package org.aloft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The hosts of a lab, by way of hosts.sh: their power buttons, and the network between them. Safe for any thread.
 *
 * @param spec the lab, whose kernel is not AUTO
 * @param folder its folder
 */
record Hosts(LabSpec spec, LabFolder folder) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Path INOTIFY_INSTANCES = Path.of("/proc/sys/fs/inotify/max_user_instances");
    private static final int ENOUGH_INSTANCES = 8192;

    /** Makes the network and switches all hosts on; does not wait for them. */
    void start() throws IOException {
        if (spec.guests().size() < spec.hosts().size()) {
            allowInotify();
        }
        Command.require("making the lab's network namespace", "ip", "netns", "add", spec.name());
        call("starting the hosts", "up");
    }

    /**
     * Every systemd takes some five inotify instances; the usual 128 stop the 25th host on one kernel. Hosts of all labs
     * share them, so there are enough for a thousand.
     */
    private static void allowInotify() throws IOException {
        if (Integer.parseInt(Files.readString(INOTIFY_INSTANCES).strip()) < ENOUGH_INSTANCES) {
            Files.writeString(INOTIFY_INSTANCES, Integer.toString(ENOUGH_INSTANCES));
        }
    }

    /** Runs hosts.sh; what it printed. */
    String call(String purpose, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", folder.script(Script.HOSTS).toString()));
        command.addAll(List.of(arguments));
        return Command.require(purpose, LIMIT, command);
    }

    /** Whether a host has power; true also while it reboots. */
    boolean hasPower(LabHost host) {
        return new ControlGroup(Machine.controlGroups().resolve(spec.name() + "/hosts/" + host.name())).isPopulated();
    }

    /** What a host's console shows last, on one line; empty if it shows nothing. */
    String lastWords(LabHost host) {
        try {
            return Command.lastLines(Files.readString(folder.console(host)), 8);
        } catch (IOException e) {
            return "";
        }
    }
}
