package org.aloft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes all of a lab away, in an order that works for a half-made one as well. Relies on nothing that the lab's folder
 * says but on its name, so that a start killed at any moment can be cleared away.
 *
 * @param folder the lab's folder
 * @param controlGroup all its processes
 * @param name its network namespace
 */
record Teardown(LabFolder folder, ControlGroup controlGroup, String name) {
    static Teardown of(Path home, String name) {
        return new Teardown(
                new LabFolder(home.resolve(name)),
                new ControlGroup(Machine.controlGroups().resolve(name)),
                name);
    }

    void run() throws IOException {
        if (!folder.isOurs()) {
            throw new LabException(
                    folder.path() + " is in the way, and no lab: it has no lab.properties",
                    "choose another name or home (ALOFT_LAB_HOME) for the lab");
        }
        controlGroup.remove();
        if (Files.exists(Path.of("/run/netns", name))) {
            Command.require("removing the lab's network namespace", "ip", "netns", "delete", name);
        }
        for (Path mount : Machine.mountsUnder(folder.path())) {
            Command.require("unmounting a lab's disk", "umount", "-l", mount.toString());
        }
        Command.require(
                "removing the lab's folder",
                "rm",
                "-rf",
                "--one-file-system",
                folder.path().toString());
    }
}
