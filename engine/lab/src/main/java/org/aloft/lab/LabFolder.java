package org.aloft.lab;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A lab's folder: all that is known of it, so that another process can use it, and take it down.
 *
 * <pre>
 *   lab.properties    what it is (written first)
 *   lab.ini           the Ansible inventory to reach its hosts with
 *   ssh_config, key, known_hosts
 *   console           what the guest's kernel says
 *   memory/           where the guest's memory is mounted
 *   hosts/            the hosts' disks, if they run on this machine's kernel
 *   rack/             what hosts.sh needs; a guest sees this and no other part of the folder
 *   ready             exists once the lab is up
 * </pre>
 *
 * @param path the folder
 */
record LabFolder(Path path) {
    Path inventory() {
        return path.resolve("lab.ini");
    }

    Path sshConfig() {
        return path.resolve("ssh_config");
    }

    Path key() {
        return path.resolve("key");
    }

    Path knownHosts() {
        return path.resolve("known_hosts");
    }

    Path console() {
        return path.resolve("console");
    }

    Path memory() {
        return path.resolve("memory");
    }

    Path rack() {
        return path.resolve("rack");
    }

    Path script(Script script) {
        return rack().resolve(script.fileName());
    }

    private Path ready() {
        return path.resolve("ready");
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Whether it may be removed: a lab's folder, or one that a lab had just begun. */
    boolean isOurs() throws IOException {
        if (Files.exists(path.resolve("lab.properties")) || !exists()) {
            return true;
        }
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isEmpty();
        }
    }

    boolean isReady() {
        return Files.exists(ready());
    }

    void markReady() throws IOException {
        Files.createFile(ready());
    }

    /** Writes all of it but for what appears when the lab runs. */
    void write(LabSpec spec, LabKernel kernel, Path base, Path controlGroup) throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        writeProperties(spec.withKernel(kernel));
        Files.createDirectories(memory());
        Files.createDirectories(rack());
        for (Script script : Script.values()) {
            Files.writeString(script(script), script.text());
        }
        Files.writeString(rack().resolve("lab.conf"), rackSettings(spec, kernel, base, controlGroup));
        Files.writeString(rack().resolve("hosts"), hostTable(spec));
        Files.writeString(rack().resolve("sshd_config"), RACK_SSHD);
        makeKey(key(), spec.name());
        Files.copy(publicKey(key()), rack().resolve("authorized_keys"));
        List<String> known = new ArrayList<>();
        makeKey(rack().resolve("key"), "rack");
        known.add(knownHost(spec.rackAddress(), rack().resolve("key")));
        for (LabHost host : spec.hosts()) {
            Path disk = rack().resolve("disk").resolve(host.name());
            writeDisk(disk, host, spec);
            known.add(knownHost(host.address(), disk.resolve("etc/ssh/ssh_host_ed25519_key")));
        }
        Files.write(knownHosts(), known);
        Files.writeString(sshConfig(), new Inventory(spec, this).sshConfig());
        Files.writeString(inventory(), new Inventory(spec, this).ini());
    }

    /** The files in which a host differs from the base root. Owners and modes are handed on to the host as they are. */
    private void writeDisk(Path disk, LabHost host, LabSpec spec) throws IOException {
        Path etc = disk.resolve("etc");
        makeFolder(etc, "rwxr-xr-x");
        makeFolder(etc.resolve("ssh"), "rwxr-xr-x");
        makeFolder(disk.resolve("root"), "rwx------");
        makeFolder(disk.resolve("root/.ssh"), "rwx------");
        writeFile(etc.resolve("hostname"), host.name() + "\n");
        writeFile(etc.resolve("machine-id"), UUID.randomUUID().toString().replace("-", "") + "\n");
        writeFile(etc.resolve("hosts"), hostsFile(spec));
        makeKey(etc.resolve("ssh/ssh_host_ed25519_key"), host.name());
        writeFile(disk.resolve("root/.ssh/authorized_keys"), Files.readString(publicKey(key())));
        // Last, since it is also the root folder of the host, whose mode the umask must not decide.
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void makeFolder(Path folder, String mode) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    }

    private static void writeFile(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static void makeKey(Path file, String comment) {
        Command.require(
                "making a key", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file.toString());
    }

    private static Path publicKey(Path key) {
        return key.resolveSibling(key.getFileName() + ".pub");
    }

    private static String knownHost(String address, Path key) throws IOException {
        String[] fields = Files.readString(publicKey(key)).split(" ", 3);
        return address + " " + fields[0] + " " + fields[1];
    }

    private static String hostTable(LabSpec spec) {
        StringBuilder table = new StringBuilder();
        for (LabHost host : spec.hosts()) {
            table.append("%s %s %s %s%n"
                    .formatted(host.name(), spec.withPrefix(host.address()), host.interfaceName(), host.macAddress()));
        }
        return table.toString();
    }

    private static String hostsFile(LabSpec spec) {
        StringBuilder file = new StringBuilder("127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
        file.append(spec.controllerAddress()).append(" controller\n");
        spec.hosts().forEach(host -> file.append(host.address())
                .append(' ')
                .append(host.name())
                .append('\n'));
        return file.toString();
    }

    /** Read by sh: every value is of a narrow alphabet, see {@link LabSpec}. */
    private String rackSettings(LabSpec spec, LabKernel kernel, Path base, Path controlGroup) {
        boolean guest = kernel == LabKernel.UML;
        return """
                WORK=%s
                BASE=%s
                CGROUP=%s
                NETNS=%s
                GATEWAY=%s
                RACK=%s
                """.formatted(
                        guest ? "/run/hosts" : path.resolve("hosts"),
                        guest ? "/" : base,
                        guest ? "/sys/fs/cgroup/hosts" : controlGroup.resolve("hosts"),
                        guest ? "rack" : spec.name(),
                        spec.controllerAddress(),
                        spec.withPrefix(spec.rackAddress()));
    }

    private static final String RACK_SSHD = """
            # For calling hosts.sh from outside. The guest's root has no accounts of its own to take care of, so no PAM.
            HostKey /mnt/key
            AuthorizedKeysFile /mnt/authorized_keys
            StrictModes no
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            KexAlgorithms curve25519-sha256
            UsePAM no
            PidFile none
            """;

    private void writeProperties(LabSpec spec) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("kernel", spec.kernel().name());
        properties.setProperty("network", spec.network());
        properties.setProperty("guestMegabytes", Integer.toString(spec.guestMegabytes()));
        for (int i = 0; i < spec.hosts().size(); i++) {
            LabHost host = spec.hosts().get(i);
            properties.setProperty("host." + i, host.name() + " " + host.address() + " " + host.interfaceName());
        }
        try (Writer writer = Files.newBufferedWriter(path.resolve("lab.properties"))) {
            properties.store(writer, "A lab of Aloft's. Take it down with: aloft lab down");
        }
    }

    /** What was written by {@link #write}. */
    LabSpec readSpec() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path.resolve("lab.properties"))) {
            properties.load(reader);
        }
        List<LabHost> hosts = new ArrayList<>();
        for (int i = 0; properties.containsKey("host." + i); i++) {
            String[] fields = properties.getProperty("host." + i).split(" ", 3);
            hosts.add(new LabHost(fields[0], fields[1], fields[2]));
        }
        return new LabSpec(
                path.getFileName().toString(),
                hosts,
                properties.getProperty("network"),
                LabKernel.valueOf(properties.getProperty("kernel")),
                path.getParent(),
                Integer.parseInt(properties.getProperty("guestMegabytes")));
    }
}
