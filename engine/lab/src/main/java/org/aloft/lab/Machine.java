package org.aloft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What this machine is, has and lacks for a lab. Stateless. */
final class Machine {
    private static final Path IPVS = Path.of("/proc/net/ip_vs");

    private Machine() {}

    /** Refuses a machine on which no lab can be. */
    static void require() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new LabException(
                    "a lab needs Linux, and this is " + System.getProperty("os.name"),
                    "use a Debian or Ubuntu machine (a virtual one will do)");
        }
        if (!isRoot()) {
            throw new LabException(
                    "a lab needs root, for network namespaces and mounts, and this is user "
                            + System.getProperty("user.name"),
                    "run it again with sudo");
        }
        if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            throw new LabException(
                    "a lab's hosts are made from this machine's own Debian or Ubuntu packages, and it has no"
                            + " apt-get",
                    "use a Debian or Ubuntu machine (a virtual one will do)");
        }
        controlGroups();
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    /** The version 2 hierarchy, which is not always on /sys/fs/cgroup. */
    static Path controlGroups() {
        for (String line : readLines(Path.of("/proc/self/mounts"))) {
            String[] fields = line.split(" ", 5);
            if (fields[2].equals("cgroup2") && fields[3].startsWith("rw")) {
                return Path.of(fields[1]);
            }
        }
        throw new LabException(
                "a lab needs control groups, version 2, and none are mounted here",
                "in a container, start it with --privileged, else mount -t cgroup2 cgroup2 /sys/fs/cgroup");
    }

    /** Decides what AUTO means on this machine. */
    static LabKernel choose(LabKernel wanted) {
        return switch (wanted) {
            case NATIVE, UML -> wanted;
            case AUTO -> hasIpvs() ? LabKernel.NATIVE : LabKernel.UML;
        };
    }

    private static boolean hasIpvs() {
        return Files.exists(IPVS)
                || (Files.isExecutable(Path.of("/sbin/modprobe"))
                        && Command.run(
                                                Duration.ofSeconds(30),
                                                List.of("/sbin/modprobe", "-aq", "ip_vs", "veth", "bridge"))
                                        .exitCode()
                                == 0
                        && Files.exists(IPVS));
    }

    /** Installs what a lab needs from this machine and does not find. */
    static void installMissing(LabKernel kernel, Consumer<String> progress) {
        Map<String, String> needed = new TreeMap<>(Map.of(
                "mmdebstrap", "/usr/bin/mmdebstrap",
                "socat", "/usr/bin/socat",
                "openssh-client", "/usr/bin/ssh",
                "iproute2", "/sbin/ip",
                "kmod", "/sbin/modprobe",
                "util-linux", "/usr/bin/nsenter"));
        if (kernel == LabKernel.UML) {
            needed.put("user-mode-linux", "/usr/bin/linux.uml");
            needed.put("e2fsprogs", "/sbin/mkfs.ext4");
        }
        Packages.provide(needed, progress);
        if (kernel == LabKernel.UML && !Files.exists(Path.of("/dev/net/tun"))) {
            throw new LabException(
                    "a lab's guests are reached through tap devices, and this machine has no /dev/net/tun",
                    "run modprobe tun, or start the container with --device /dev/net/tun");
        }
    }

    /** Mount points under a folder, the innermost first. */
    static List<Path> mountsUnder(Path folder) {
        List<Path> mounts = new ArrayList<>();
        for (String line : readLines(Path.of("/proc/self/mounts"))) {
            Path mount = Path.of(line.split(" ", 5)[1].replace("\\040", " "));
            if (mount.startsWith(folder)) {
                mounts.add(0, mount);
            }
        }
        return mounts;
    }

    /** What the system is called, for a root file system's recipe. */
    static String release() {
        return readLines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("ID=") || line.startsWith("VERSION_CODENAME="))
                .collect(Collectors.joining(" ", "", " " + System.getProperty("os.arch")));
    }

    private static List<String> readLines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), "is /proc mounted?", e);
        }
    }
}
