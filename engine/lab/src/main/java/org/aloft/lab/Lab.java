package org.aloft.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Hosts to try Aloft on, all on this machine: each with systemd, sshd, a network card, a disk and a power button.
 *
 * <pre>{@code
 * try (Lab lab = Lab.up(LabSpec.of(List.of(new LabHost("web1", "192.168.100.200"))), System.err::println)) {
 *     lab.run("web1", Duration.ofSeconds(10), "systemctl reboot --force --force"); // comes back by itself
 * }
 * }</pre>
 *
 * <p>A lab lives on when the process that started it ends: its folder says all that is needed to find it again
 * ({@link #find}) and to take it down. Safe for use by several threads and processes.
 */
public final class Lab implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final int ARCHIVE_PORT = 9000;

    private final LabSpec spec;
    private final LabFolder folder;
    private final Hosts hosts;

    private Lab(LabSpec spec) {
        this.spec = spec;
        this.folder = folderOf(spec.home(), spec.name());
        this.hosts = new Hosts(spec, folder);
    }

    private static LabFolder folderOf(Path home, String name) {
        return new LabFolder(home.resolve(name));
    }

    /**
     * Starts a lab, and returns when every host's sshd answers. Whatever is missing on this machine is installed first;
     * the hosts' root file system is made by the first lab of all.
     *
     * @param progress gets a line for each thing begun or done, some of them from this call's own threads
     * @throws LabException if it is up already, if it cannot be on this machine, or if a host does not start; then
     *     nothing is left
     */
    public static Lab up(LabSpec spec, Consumer<String> progress) {
        Machine.require();
        return exclusively(spec.home(), spec.name(), () -> {
            LabFolder folder = folderOf(spec.home(), spec.name());
            if (folder.isReady()) {
                throw new LabException(
                        "lab " + spec.name() + " is up already (" + folder.path() + ")",
                        "use it as it is (-i " + folder.inventory() + "), or take it down first: aloft lab down");
            }
            if (folder.exists()) {
                progress.accept("clearing away a start that was interrupted");
                Teardown.of(spec.home(), spec.name()).run();
            }
            return new Lab(spec).start(progress);
        });
    }

    /** The default lab, or the one of another name, if it is up in this home. */
    public static Optional<Lab> find(Path home, String name) {
        LabSpec.requireHome(home);
        LabSpec.requireName(name);
        LabFolder folder = folderOf(home, name);
        try {
            return folder.isReady() ? Optional.of(new Lab(folder.readSpec())) : Optional.empty();
        } catch (IOException e) {
            throw new LabException(
                    "cannot read lab " + name + ": " + e.getMessage(), "as root, run: aloft lab down", e);
        }
    }

    /** As {@link #find(Path, String)}, in the default home. */
    public static Optional<Lab> find(String name) {
        return find(LabSpec.defaultHome(), name);
    }

    /**
     * Takes a lab down, however much or little of it is there: processes, network, mounts and folder. Root file systems
     * stay.
     *
     * @return whether there was anything
     */
    public static boolean down(Path home, String name) {
        LabSpec.requireHome(home);
        LabSpec.requireName(name);
        if (!folderOf(home, name).exists()) {
            return false;
        }
        Machine.require();
        return exclusively(home, name, () -> {
            Teardown.of(home, name).run();
            return true;
        });
    }

    /** Takes it down. Does nothing the second time. */
    public void down() {
        down(spec.home(), spec.name());
    }

    /** The same as {@link #down()}. */
    @Override
    public void close() {
        down();
    }

    /** What it was made as; its kernel is never AUTO once it is up. */
    public LabSpec spec() {
        return spec;
    }

    /** An Ansible inventory (INI) with which its hosts are reached. */
    public Path inventory() {
        return folder.inventory();
    }

    /** The private key that root of every host accepts. */
    public Path privateKey() {
        return folder.key();
    }

    /** What a person types to log in. */
    public List<String> sshCommand(String host) {
        requireHost(host);
        return List.of("ssh", "-F", folder.sshConfig().toString(), host);
    }

    /** Runs a command line in a host's shell, as root, over SSH. */
    public HostOutput run(String host, Duration limit, String commandLine) {
        List<String> arguments = new ArrayList<>(sshCommand(host));
        arguments.add(commandLine);
        Command.Result result = Command.run(limit, arguments);
        return new HostOutput(result.exitCode(), result.output());
    }

    /**
     * Unpacks an archive on a host. Over a plain connection: in a guest SSH takes six times as long.
     *
     * @param archive a tar.gz on this machine
     * @param directory made on the host if it is not there: of letters, digits and {@code / . _ -}
     */
    public void unpack(String host, Path archive, String directory) {
        String controller = spec.controllerAddress(requireHost(host).address());
        String listen = "TCP-LISTEN:" + ARCHIVE_PORT + ",reuseaddr,bind=" + controller;
        Process sender = Command.start(new ProcessBuilder(
                        "ip", "netns", "exec", spec.name(), "socat", "-d", "-d", "-u", "FILE:" + archive, listen)
                .redirectErrorStream(true));
        try (BufferedReader said = sender.inputReader()) {
            awaitListening(said);
            HostOutput unpacked = run(
                    host,
                    BOOT,
                    "mkdir -p %1$s && bash -c 'cd %1$s && exec tar -xzf - </dev/tcp/%2$s/%3$d'"
                            .formatted(directory, controller, ARCHIVE_PORT));
            if (unpacked.exitCode() != 0) {
                throw new LabException(
                        "cannot unpack " + archive + " on " + host + ": "
                                + unpacked.output().strip(),
                        "is its disk full? Look there: " + String.join(" ", sshCommand(host)));
            }
        } catch (IOException e) {
            throw new LabException(
                    "cannot offer " + archive + " to " + host + ": " + e.getMessage(),
                    "wait until nothing else is being unpacked in this lab, and try again",
                    e);
        } finally {
            sender.destroyForcibly();
        }
    }

    private static void awaitListening(BufferedReader said) throws IOException {
        String last = "socat did not start";
        while (!last.contains("listening on")) {
            String line = said.readLine();
            if (line == null) {
                throw new IOException(last);
            }
            last = line;
        }
    }

    /**
     * What a command on a host gave.
     *
     * @param exitCode its status; 255 if the connection failed or broke
     * @param output both of its streams
     */
    public record HostOutput(int exitCode, String output) {}

    /** Every host, in the order of the specification. */
    public List<HostStatus> status() {
        String[] lines = call("asking for the hosts' status", "status").lines().toArray(String[]::new);
        List<HostStatus> statuses = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            String[] fields = lines[i].split(" ", 3);
            statuses.add(new HostStatus(
                    fields[0],
                    spec.hosts().get(i).address(),
                    fields[1].equals("on"),
                    Instant.ofEpochSecond(Long.parseLong(fields[2]))));
        }
        return statuses;
    }

    /**
     * Cuts a host's power: it falls silent at once and closes nothing. Its disk stays; a guest loses what it had
     * written and not synced. Nothing if it is off.
     */
    public void powerOff(String host) {
        requireHost(host);
        call("cutting the power of " + host, "stop", host);
    }

    /** Switches a host on and waits for its sshd. */
    public void powerOn(String host) {
        requireHost(host);
        call("switching on " + host, "start", host);
        awaitReady(host);
    }

    /** Cuts a host's power, gives it a fresh disk, switches it on and waits for its sshd. */
    public void reset(String host) {
        requireHost(host);
        call("resetting " + host, "reset", host);
        awaitReady(host);
    }

    /** Waits until a host's sshd answers. */
    public void awaitReady(String host) {
        try (Greeting greeting = greeting(requireHost(host))) {
            await(greeting);
        }
    }

    private Greeting greeting(LabHost host) {
        return new Greeting(spec, host, BOOT, () -> hosts.hasPower(host));
    }

    private void await(Greeting greeting) {
        try {
            greeting.await();
        } catch (LabException e) {
            String console = hosts.lastWords(greeting.host());
            throw new LabException(e.problem() + (console.isEmpty() ? "" : "; its console: " + console), e.fix(), e);
        }
    }

    private LabHost requireHost(String name) {
        return spec.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException(
                        "lab " + spec.name() + " has no host " + name,
                        "its hosts are "
                                + spec.hosts().stream().map(LabHost::name).collect(Collectors.joining(", "))));
    }

    private String call(String purpose, String... arguments) {
        if (!folder.isReady()) {
            throw new LabException("lab " + spec.name() + " is not up", "start it: aloft lab up");
        }
        return hosts.call(purpose, arguments);
    }

    private Lab start(Consumer<String> progress) throws IOException {
        LabKernel kernel = Machine.choose(spec.kernel());
        Machine.installMissing(kernel, progress);
        Files.createDirectories(spec.home());
        Path base = BaseRoot.provide(spec.home(), progress);
        Path controlGroup = Machine.controlGroups().resolve(spec.name());
        Lab lab = new Lab(spec.withKernel(kernel));
        try {
            Optional<Path> library =
                    kernel == LabKernel.UML ? GuestState.provide(spec.home(), progress) : Optional.empty();
            lab.folder.write(lab.spec, kernel, base, controlGroup, library);
            progress.accept("starting " + lab.spec.hosts().size() + " hosts on " + kernels(lab.spec));
            lab.boot(progress);
            lab.folder.markReady();
            return lab;
        } catch (IOException | RuntimeException e) {
            Teardown.of(spec.home(), spec.name()).run();
            throw e;
        }
    }

    private static String kernels(LabSpec spec) {
        int guests = spec.guests().size();
        if (guests == 0) {
            return "this machine's kernel";
        }
        String own = "kernels of their own, which have IPVS";
        return guests == spec.hosts().size() ? own : "this machine's kernel, but for " + guests + " on " + own;
    }

    private void boot(Consumer<String> progress) throws IOException {
        hosts.start();
        List<Greeting> greetings = spec.hosts().stream().map(this::greeting).toList();
        try {
            for (Greeting greeting : greetings) {
                await(greeting);
                progress.accept(greeting.host().name() + " is up");
            }
        } finally {
            greetings.forEach(Greeting::close);
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** One process at a time starts or ends a lab of this name; the kernel frees the lock if that process dies. */
    private static <T> T exclusively(Path home, String name, Work<T> work) {
        Path lock = home.resolve(name + ".lock");
        try {
            Files.createDirectories(home);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    throw new LabException(
                            "lab " + name + " is being started or taken down by another process (" + lock
                                    + " is locked)",
                            "wait for that to end");
                }
                return work.run();
            }
        } catch (IOException e) {
            throw new LabException("lab " + name + " in " + home + ": " + e, "is the disk full?", e);
        }
    }
}
