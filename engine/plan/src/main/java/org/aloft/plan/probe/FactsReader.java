package org.aloft.plan.probe;

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
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.HeldAddress;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.LeaseHolder;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.resource.Sha256;

/** Reads what the probe script printed. One object a reading; for one thread. */
public final class FactsReader {
    static final String HEADER = "aloft-facts 2";
    static final String END = "end";
    private static final String NO_MANIFEST = "-";
    private static final String BASE64 = "_base64";

    private final String host;
    private String kernel = "";
    private String architecture = "";
    private boolean musl;
    private String osId = "";
    private String osVersion = "";
    private ServiceManager manager = ServiceManager.NONE;
    private boolean root;
    private Optional<String> packageManager = Optional.empty();
    private final Map<String, Long> freeBytes = new HashMap<>();
    private final Set<String> interfaces = new LinkedHashSet<>();
    private final List<HeldAddress> addresses = new ArrayList<>();
    private final Set<String> listening = new HashSet<>();
    private final Map<String, String> sysctlConf = new HashMap<>();
    private final Map<ResourceId, Map<String, String>> answers = new LinkedHashMap<>();
    private Map<String, String> open = new HashMap<>();
    private Manifest manifest = Manifest.EMPTY;
    private String manifestDigest = NO_MANIFEST;
    private Optional<LeaseHolder> lease = Optional.empty();
    private boolean unconfirmed;

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
            String what = line + " (" + garbled.getMessage() + ")";
            String shortened = what.length() > 160 ? what.substring(0, 160) + "…" : what;
            throw new FactsException(
                    host, "the probe's answer cannot be read: " + shortened, "run the command again with --debug");
        }
    }

    private void line(String line) {
        if (line.startsWith(" ")) {
            value(line.substring(1));
            return;
        }
        String word = wordOf(line);
        String rest = restOf(line);
        switch (word) {
            case "machine" -> machine(wordOf(rest), restOf(rest));
            case "?" -> {
                open = new HashMap<>();
                answers.put(new ResourceId(wordOf(rest), Manifest.unescape(restOf(rest))), open);
            }
            case "manifest" -> {
                manifest = Manifest.read(text(rest));
                manifestDigest = Sha256.of(text(rest));
            }
            case "unconfirmed" -> unconfirmed = true;
            case "lease" -> lease = Optional.of(lease(text(rest)));
            default -> throw new IllegalArgumentException("unknown fact");
        }
    }

    private void value(String line) {
        String key = wordOf(line);
        String value = restOf(line);
        if (key.endsWith(BASE64)) {
            open.put(key.substring(0, key.length() - BASE64.length()), text(value));
        } else {
            open.put(key, value);
        }
    }

    private void machine(String word, String rest) {
        List<String> fields = Arrays.asList(rest.split(" ", -1));
        switch (word) {
            case "uname" -> {
                kernel = fields.get(0);
                architecture = fields.get(1);
            }
            case "user" -> root = rest.equals("0");
            case "init" -> manager = ServiceManager.named(rest);
            case "musl" -> musl = true;
            case "os" -> os(rest);
            case "packages" -> packageManager = Optional.of(rest);
            case "space" -> freeBytes.put(fields.get(0), Long.parseLong(fields.get(1)) * Long.parseLong(fields.get(2)));
            case "interface" -> interfaces.add(rest);
            case "address" -> address(rest);
            case "listening" -> listening.add(rest);
            case "sysctl-conf" -> sysctlConf(rest);
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

    /** A line of sysctl.conf(5): a key, an equals sign, a value; a dash in front means that failing is fine. */
    private void sysctlConf(String line) {
        int equals = line.indexOf('=');
        if (equals > 0) {
            String key = line.substring(0, equals).strip();
            sysctlConf.put(
                    key.startsWith("-") ? key.substring(1) : key,
                    line.substring(equals + 1).strip());
        }
    }

    private static LeaseHolder lease(String text) {
        List<String> lines = text.lines().toList();
        return new LeaseHolder(lines.get(1), lines.get(2), lines.get(0));
    }

    private HostFacts facts() {
        Machine machine = new Machine(
                kernel,
                architecture,
                musl,
                osId,
                osVersion,
                manager,
                root,
                packageManager,
                freeBytes,
                interfaces,
                addresses,
                listening,
                sysctlConf);
        Map<ResourceId, Answer> read = new LinkedHashMap<>();
        answers.forEach((id, values) -> read.put(id, new Answer(values)));
        return new HostFacts(host, machine, read, manifest, manifestDigest, lease, unconfirmed);
    }

    private static String wordOf(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    private static String restOf(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? "" : line.substring(space + 1);
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    }
}
