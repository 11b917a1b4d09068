package org.aloft.plan.facts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.facts.HostFacts.HeldAddress;
import org.aloft.plan.facts.HostFacts.LockHolder;
import org.aloft.plan.facts.HostFacts.PackageManager;
import org.aloft.plan.facts.HostFacts.UnitFact;
import org.aloft.plan.resource.SysctlResource;

/** Reads what the probe script printed. One object a reading; for one thread. */
public final class FactsReader {
    private static final String HEADER = "aloft-facts 1";
    private static final String END = "end";
    private static final Set<String> ENABLED = Set.of("enabled", "enabled-runtime", "static", "indirect", "generated");

    private final String host;
    private String kernel = "";
    private String architecture = "";
    private String osId = "";
    private String osVersion = "";
    private boolean systemd;
    private boolean root;
    private boolean ipvs;
    private Optional<PackageManager> packageManager = Optional.empty();
    private final Map<String, Long> freeBytes = new HashMap<>();
    private final Set<String> interfaces = new LinkedHashSet<>();
    private final List<HeldAddress> addresses = new ArrayList<>();
    private final Map<String, FileFact> files = new LinkedHashMap<>();
    private final List<String> presentPaths = new ArrayList<>();
    private final List<String> stats = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private final Map<String, String> contents = new HashMap<>();
    private final Map<String, String> sysctlPaths = new LinkedHashMap<>();
    private final Map<String, String> sysctls = new LinkedHashMap<>();
    private final Set<String> packages = new HashSet<>();
    private final List<String> unitNames = new ArrayList<>();
    private final List<String> unitStates = new ArrayList<>();
    private final Set<String> bundles = new HashSet<>();
    private Optional<String> currentBundle = Optional.empty();
    private Manifest manifest = Manifest.EMPTY;
    private Optional<LockHolder> lock = Optional.empty();

    private FactsReader(String host) {
        this.host = host;
    }

    /**
     * What the probe script of this host printed, as a record.
     *
     * @throws FactsException when it is garbled or cut short
     */
    public static HostFacts read(String host, String output) throws FactsException {
        List<String> lines = output.lines().toList();
        int start = lines.indexOf(HEADER);
        int end = lines.lastIndexOf(END);
        if (start < 0) {
            throw new FactsException(
                    host,
                    "the probe did not start: " + lines.stream().findFirst().orElse("it printed nothing"),
                    "see what `ssh " + host + " true` prints; a login script that prints or exits is a common cause");
        }
        if (end < start) {
            throw new FactsException(
                    host, "the probe's answer is cut short", "run the command again; is the connection stable?");
        }
        FactsReader reader = new FactsReader(host);
        for (String line : lines.subList(start + 1, end)) {
            reader.lineOrThrow(line);
        }
        return reader.facts();
    }

    private void lineOrThrow(String line) throws FactsException {
        try {
            line(line);
        } catch (IllegalArgumentException | IndexOutOfBoundsException garbled) {
            throw garbled(line + " (" + garbled.getMessage() + ")");
        }
    }

    private FactsException garbled(String what) {
        String shortened = what.length() > 120 ? what.substring(0, 120) + "…" : what;
        return new FactsException(
                host, "the probe's answer cannot be read: " + shortened, "run the command again with --debug");
    }

    private void line(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        List<String> fields = Arrays.asList(rest.split(" ", -1));
        switch (word) {
            case "uname" -> {
                kernel = fields.get(0);
                architecture = fields.get(1);
            }
            case "user" -> root = rest.equals("0");
            case "init" -> systemd = rest.equals("systemd");
            case "os" -> os(rest);
            case "package-manager" -> packageManager = Optional.of(packageManager(rest));
            case "ipvs" -> ipvs = rest.equals("yes");
            case "space" -> freeBytes.put(fields.get(0), Long.parseLong(fields.get(1)) * Long.parseLong(fields.get(2)));
            case "interface" -> interfaces.add(rest);
            case "address" -> address(rest);
            case "manifest" -> manifest = Manifest.read(text(rest));
            case "lock" -> lock = Optional.of(lock(text(rest)));
            case "bundle" -> bundles.add(rest);
            case "current" -> currentBundle = Optional.of(rest.substring(rest.lastIndexOf('/') + 1));
            case "sysctl" -> sysctlPaths.put(text(fields.get(1)), text(fields.get(0)));
            case "value" -> sysctl(rest);
            case "package" -> packageLine(fields);
            case "unit" -> unitNames.add(text(rest));
            case "state" -> unitStates.add(rest);
            default -> file(word, rest, fields);
        }
    }

    private void file(String word, String rest, List<String> fields) {
        switch (word) {
            case "file" -> {
                presentPaths.add(text(rest));
                // Keeps the order of the questions; the answer follows further down.
                files.put(text(rest), new FileFact.NotAFile());
            }
            case "no-file" -> files.put(text(rest), new FileFact.NotAFile());
            case "absent" -> files.put(text(rest), new FileFact.Absent());
            case "stat" -> stats.add(rest);
            case "sha256" -> digests.add(rest);
            case "content" -> contents.put(text(fields.get(0)), fields.size() > 1 ? text(fields.get(1)) : "");
            default -> throw new IllegalArgumentException("unknown fact");
        }
    }

    private void os(String assignment) {
        int equals = assignment.indexOf('=');
        String value = assignment.substring(equals + 1).replaceAll("^[\"']|[\"']$", "");
        if (assignment.startsWith("ID=")) {
            osId = value;
        } else {
            osVersion = value;
        }
    }

    private static PackageManager packageManager(String name) {
        return switch (name) {
            case "apt-get" -> PackageManager.APT;
            case "dnf" -> PackageManager.DNF;
            case "yum" -> PackageManager.YUM;
            case "zypper" -> PackageManager.ZYPPER;
            default -> throw new IllegalArgumentException("unknown package manager");
        };
    }

    /** A line of {@code ip -o address}: {@code 2: eth0    inet 10.0.0.1/24 brd … scope global eth0\…}. */
    private void address(String line) {
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        int family = words.indexOf("inet") >= 0 ? words.indexOf("inet") : words.indexOf("inet6");
        if (family > 0) {
            String name = words.get(1);
            int at = name.indexOf('@');
            addresses.add(new HeldAddress(words.get(family + 1), at < 0 ? name : name.substring(0, at)));
        }
    }

    private static LockHolder lock(String text) {
        List<String> lines = text.lines().toList();
        return new LockHolder(
                lines.isEmpty() ? "another run" : lines.get(0), lines.size() > 1 ? lines.get(1) : "an unknown time");
    }

    /** A line of {@code grep -H}: the path, a colon, the value. */
    private void sysctl(String line) {
        sysctlPaths.forEach((path, key) -> {
            if (line.startsWith(path + ":")) {
                sysctls.putIfAbsent(key, SysctlResource.normal(line.substring(path.length() + 1)));
            }
        });
    }

    private void packageLine(List<String> fields) {
        if (fields.get(0).equals("installed")) {
            packages.add(fields.get(1));
        }
    }

    private HostFacts facts() throws FactsException {
        if (stats.size() != presentPaths.size() || digests.size() != presentPaths.size()) {
            throw garbled("a file changed or went away while it was read");
        }
        for (int i = 0; i < presentPaths.size(); i++) {
            List<String> stat = Arrays.asList(stats.get(i).split(" ", -1));
            String path = presentPaths.get(i);
            files.put(
                    path,
                    new FileFact.Present(
                            digests.get(i),
                            Integer.parseInt(stat.get(0), 8),
                            stat.get(1),
                            Long.parseLong(stat.get(2)),
                            Optional.ofNullable(contents.get(path))));
        }
        return new HostFacts(
                host,
                kernel,
                architecture,
                osId,
                osVersion,
                systemd,
                root,
                packageManager,
                ipvs,
                freeBytes,
                interfaces,
                addresses,
                files,
                sysctls,
                packages,
                units(),
                bundles,
                currentBundle,
                manifest,
                lock);
    }

    private Map<String, UnitFact> units() {
        List<UnitFact> states = new ArrayList<>();
        boolean enabled = false;
        boolean active = false;
        boolean open = false;
        for (String line : unitStates) {
            if (line.isBlank()) {
                states.add(new UnitFact(enabled, active));
                enabled = false;
                active = false;
                open = false;
            } else {
                open = true;
                enabled |= line.startsWith("UnitFileState=") && ENABLED.contains(line.substring(14));
                active |= line.equals("ActiveState=active") || line.equals("ActiveState=reloading");
            }
        }
        if (open) {
            states.add(new UnitFact(enabled, active));
        }
        Map<String, UnitFact> units = new LinkedHashMap<>();
        for (int i = 0; i < unitNames.size(); i++) {
            units.put(unitNames.get(i), i < states.size() ? states.get(i) : UnitFact.OFF);
        }
        return units;
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    }
}
