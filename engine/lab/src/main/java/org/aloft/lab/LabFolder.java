package org.aloft.lab;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 *   hosts/            each host's disk and console
 *   setup/            what hosts.sh needs
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

    /** What a host's kernel or first process says. */
    Path console(LabHost host) {
        return hosts().resolve(host.name()).resolve("console");
    }

    private Path hosts() {
        return path.resolve("hosts");
    }

    private Path setup() {
        return path.resolve("setup");
    }

    /** The files in which a host differs from the base root. */
    Path files(LabHost host) {
        return setup().resolve("disk").resolve(host.name());
    }

    Path script(Script script) {
        return setup().resolve(script.fileName());
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

    /**
     * Writes all of it but for what appears when the lab runs.
     *
     * @param library see {@link GuestState}
     */
    void write(LabSpec spec, LabKernel kernel, Path base, Path controlGroup, Optional<Path> library)
            throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        writeProperties(spec.withKernel(kernel));
        Files.createDirectories(setup());
        for (Script script : Script.values()) {
            Files.writeString(script(script), script.text());
        }
        Files.writeString(setup().resolve("lab.conf"), settings(spec.withKernel(kernel), base, controlGroup, library));
        Files.writeString(setup().resolve("hosts"), hostTable(spec.withKernel(kernel)));
        makeKey(key(), spec.name());
        List<String> known = new ArrayList<>();
        for (LabHost host : spec.hosts()) {
            writeFiles(files(host), host, spec);
            known.add(knownHost(host.address(), files(host).resolve("etc/ssh/ssh_host_ed25519_key")));
        }
        Files.write(knownHosts(), known);
        Files.writeString(sshConfig(), new Inventory(spec, this).sshConfig());
        Files.writeString(inventory(), new Inventory(spec, this).ini());
    }

    /** Owners and modes are handed on to the host as they are. */
    private void writeFiles(Path disk, LabHost host, LabSpec spec) throws IOException {
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
        writeBeat(disk);
        switch (host.init()) {
            case SYSTEMD -> {}
            case SMALL -> writeInit(disk, Script.SMALL_INIT);
            case SYSVINIT -> writeOtherInit(disk, "sysvinit-core sysv-rc procps");
            case OPENRC -> writeOtherInit(disk, "sysvinit-core openrc procps");
        }
        // Last, since it is also the root folder of the host, whose mode the umask must not decide.
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The service that says when the host stood still; see beat.py. */
    private static void writeBeat(Path disk) throws IOException {
        Path units = disk.resolve("etc/systemd/system");
        Path wants = units.resolve("multi-user.target.wants");
        for (Path folder = wants; !folder.equals(disk.resolve("etc")); folder = folder.getParent()) {
            makeFolder(folder, "rwxr-xr-x");
        }
        Path program = disk.resolve("usr/local/lib/aloft-lab/beat.py");
        for (Path folder = program.getParent(); !folder.equals(disk); folder = folder.getParent()) {
            makeFolder(folder, "rwxr-xr-x");
        }
        writeFile(program, Script.BEAT.text());
        writeFile(units.resolve("aloft-lab-beat.service"), BEAT_UNIT);
        Files.createSymbolicLink(wants.resolve("aloft-lab-beat.service"), Path.of("../aloft-lab-beat.service"));
    }

    /** Not before sshd, whose greeting is waited for. */
    private static final String BEAT_UNIT = """
            [Unit]
            Description=Says when this host stood still
            After=ssh.service

            [Service]
            ExecStart=/usr/bin/python3 -I -S /usr/local/lib/aloft-lab/beat.py
            Restart=always
            OOMScoreAdjust=-900
            """;

    /** What installs these packages at the first boot. */
    private static void writeOtherInit(Path disk, String packages) throws IOException {
        writeFile(disk.resolve("usr/local/lib/aloft-lab/init-packages"), packages + "\n");
        writeInit(disk, Script.OTHER_INIT);
    }

    /** In place of the link to systemd. */
    private static void writeInit(Path disk, Script script) throws IOException {
        Path init = disk.resolve("usr/sbin/init");
        makeFolder(init.getParent(), "rwxr-xr-x");
        Files.writeString(init, script.text());
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
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
        for (int number = 1; number <= spec.hosts().size(); number++) {
            LabHost host = spec.hosts().get(number - 1);
            table.append(host.name())
                    .append(spec.guests().contains(host) ? " guest " : " namespace ")
                    .append(spec.controllerAddress(host.address()));
            for (int i = 0; i < host.cards().size(); i++) {
                table.append(' ')
                        .append(cardOfTable(
                                "port" + number + "." + i, host.cards().get(i), spec));
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String cardOfTable(String port, LabHost.Card card, LabSpec spec) {
        return String.join(
                ",",
                port,
                "lab" + spec.networkNumber(card.address()),
                card.interfaceName(),
                card.macAddress(),
                spec.withPrefix(card.address()),
                card.ipv6Address() + "/64");
    }

    private static String hostsFile(LabSpec spec) {
        StringBuilder file = new StringBuilder("127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
        file.append(spec.controllerAddress(spec.hosts().get(0).address())).append(" controller\n");
        spec.hosts().forEach(host -> file.append(host.address())
                .append(' ')
                .append(host.name())
                .append('\n'));
        return file.toString();
    }

    /** Read by sh: every value is of a narrow alphabet, see {@link LabSpec}. */
    private String settings(LabSpec spec, Path base, Path controlGroup, Optional<Path> library) {
        return """
                GUESTS=%d
                WORK=%s
                BASE=%s
                CGROUP=%s
                NETNS=%s
                CONTROLLERS='%s'
                MEGABYTES=%d
                PRELOAD=%s
                """.formatted(
                        spec.guests().size(),
                        hosts(),
                        base,
                        controlGroup.resolve("hosts"),
                        spec.name(),
                        String.join(" ", spec.controllerAddresses()),
                        spec.guestMegabytes(),
                        library.map(Path::toString).orElse(""));
    }

    private void writeProperties(LabSpec spec) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("kernel", spec.kernel().name());
        properties.setProperty("network", String.join(" ", spec.networks()));
        properties.setProperty("guestMegabytes", Integer.toString(spec.guestMegabytes()));
        for (int i = 0; i < spec.hosts().size(); i++) {
            LabHost host = spec.hosts().get(i);
            StringBuilder words = new StringBuilder(host.name());
            host.cards()
                    .forEach(card ->
                            words.append(' ').append(card.address()).append(' ').append(card.interfaceName()));
            properties.setProperty("host." + i, words.toString());
            properties.setProperty("init." + i, host.init().name());
            properties.setProperty("ipvs." + i, Boolean.toString(host.needsIpvs()));
        }
        try (Writer writer = Files.newBufferedWriter(path.resolve("lab.properties"))) {
            properties.store(writer, "A lab of Aloft. Take it down with: aloft lab down");
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
            List<String> words = List.of(properties.getProperty("host." + i).split(" ", -1));
            List<LabHost.Card> cards = new ArrayList<>();
            for (int word = 1; word < words.size(); word += 2) {
                cards.add(new LabHost.Card(words.get(word + 1), words.get(word)));
            }
            LabHost.Init init = LabHost.Init.valueOf(properties.getProperty("init." + i, LabHost.Init.SYSTEMD.name()));
            boolean needsIpvs = Boolean.parseBoolean(properties.getProperty("ipvs." + i, "true"));
            hosts.add(new LabHost(words.get(0), cards, init, needsIpvs));
        }
        return new LabSpec(
                path.getFileName().toString(),
                hosts,
                List.of(properties.getProperty("network").split(" ", -1)),
                LabKernel.valueOf(properties.getProperty("kernel")),
                path.getParent(),
                Integer.parseInt(properties.getProperty("guestMegabytes")));
    }
}
