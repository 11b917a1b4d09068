package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code aloft init}: asks a few questions, and writes an inventory and a topology to start from. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Write hosts.ini and topology.yml for a new cluster: asks on the terminal what no option says.",
        footer = {
            "",
            "Examples:  aloft init mine",
            "           aloft init mine --vip 192.168.1.10 \\",
            "               --director lvs1=192.168.1.11 --director lvs2=192.168.1.12 \\",
            "               --server web1=192.168.1.21 --server web2=192.168.1.22"
        })
final class InitCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where the two files go; made if it is not there. Default: this folder.")
    Path folder;

    @Option(
            names = "--arrangement",
            paramLabel = "NAME",
            description =
                    "lvs-dr (directors in front of web servers, the default) or web-pair (web servers that share a"
                            + " VIP).")
    String arrangement;

    @Option(names = "--vip", paramLabel = "ADDRESS", description = "The VIP, an IPv4 address.")
    String vip;

    @Option(names = "--interface", paramLabel = "NAME", description = "Where the VIP goes. Default: eth0.")
    String networkInterface;

    @Option(names = "--vrid", paramLabel = "NUMBER", description = "The virtual_router_id, 1..255. Default: 51.")
    String virtualRouterId;

    @Option(
            names = "--director",
            paramLabel = "NAME=ADDRESS",
            description = "A host that holds the VIP; the first one is preferred. Once for each.")
    List<String> directors = new ArrayList<>();

    @Option(
            names = "--server",
            paramLabel = "NAME=ADDRESS",
            description = "A real server behind the VIP. Once for each.")
    List<String> servers = new ArrayList<>();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Who logs in over SSH: root, or a user with sudo. Default: root.")
    String user;

    @Override
    public Integer call() throws Failure {
        refuseToOverwrite();
        Map<ClusterPart, String> parts = given();
        check(parts);
        boolean complete = missing(parts).isEmpty();
        if (!complete && !aloft.terminal.interactive()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot ask: there is no terminal; what no option says: "
                            + missing(parts).stream().map(ClusterPart::option).collect(Collectors.joining(", ")),
                    "aloft init FOLDER --vip 192.168.1.10 --director lvs1=192.168.1.11 --director lvs2=192.168.1.12"
                            + " --server web1=192.168.1.21 --server web2=192.168.1.22");
        }
        if (!complete) {
            new InitQuestions(aloft.terminal::ask, aloft.terminal::note).ask(parts);
        }
        for (ClusterPart part : ClusterPart.values()) {
            parts.putIfAbsent(part, part.fallback());
        }
        check(parts);
        write(NewCluster.of(parts, NewCluster.password(aloft.surroundings.random())));
        return ExitCode.DONE.status();
    }

    private Map<ClusterPart, String> given() {
        Map<ClusterPart, String> given = new EnumMap<>(ClusterPart.class);
        put(given, ClusterPart.ARRANGEMENT, arrangement);
        put(given, ClusterPart.VIP, vip);
        put(given, ClusterPart.INTERFACE, networkInterface);
        put(given, ClusterPart.VRID, virtualRouterId);
        put(given, ClusterPart.DIRECTORS, directors.isEmpty() ? null : String.join(" ", directors));
        put(given, ClusterPart.SERVERS, servers.isEmpty() ? null : String.join(" ", servers));
        put(given, ClusterPart.USER, user);
        return given;
    }

    private static void put(Map<ClusterPart, String> given, ClusterPart part, String text) {
        if (text != null) {
            given.put(part, text);
        }
    }

    /** What has no usual value, and was not said. */
    private static List<ClusterPart> missing(Map<ClusterPart, String> parts) {
        List<ClusterPart> missing = new ArrayList<>();
        for (ClusterPart part : ClusterPart.values()) {
            if (part.fallback().isEmpty() && !parts.containsKey(part) && NewCluster.has(part, parts)) {
                missing.add(part);
            }
        }
        return missing;
    }

    private static void check(Map<ClusterPart, String> parts) throws Failure {
        Optional<String> complaint = InitQuestions.complaint(parts);
        if (complaint.isPresent()) {
            throw new Failure(ExitCode.USAGE, complaint.get() + " (nothing was written)", "aloft init --help");
        }
        if (parts.containsKey(ClusterPart.SERVERS)
                && !parts.get(ClusterPart.SERVERS).isEmpty()
                && !NewCluster.has(ClusterPart.SERVERS, parts)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "web-pair has no real servers behind the hosts that hold the VIP: --server",
                    "leave --server out, or use --arrangement lvs-dr");
        }
    }

    private void refuseToOverwrite() throws Failure {
        for (String name : List.of(NewCluster.TOPOLOGY_FILE, NewCluster.INVENTORY_FILE)) {
            if (Files.exists(folder.resolve(name))) {
                throw new Failure(
                        ExitCode.USAGE,
                        folder.resolve(name) + " is there already; nothing was written",
                        "edit it, or name another folder: aloft init NEW");
            }
        }
    }

    private void write(NewCluster cluster) throws Failure {
        try {
            Files.createDirectories(folder);
            cluster.write(folder);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "cannot write to " + folder + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
                    "name a folder that you may write to: aloft init FOLDER",
                    e);
        }
        aloft.terminal.note("Written: " + folder.resolve(NewCluster.INVENTORY_FILE) + " and "
                + folder.resolve(NewCluster.TOPOLOGY_FILE) + ", which only you can read, for it holds a password.");
        aloft.terminal.note("Next:");
        aloft.terminal.note("    aloft graph " + folder + "     what it says, as a picture");
        aloft.terminal.note("    aloft plan " + folder + "      what would change on every host");
        aloft.terminal.note("    aloft apply " + folder + "     do it");
        aloft.terminal.note("    aloft verify " + folder + "    make it fail over, and measure");
    }
}
