package org.aloft.plan.rollout;

import java.util.ArrayList;
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
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.Sha256;
import org.aloft.topology.model.MaskedText;

/** A host that exists only in memory: does what the shell functions do, and answers as the probe would. */
final class SimulatedHost {
    /** A longer file's content is not sent: see file.sh. */
    static final int MOST_SENT = 1 << 20;

    private static final String BOOT_UNIT = "aloft-vips.service";
    private static final List<String> BOOT_FILES =
            List.of("/etc/systemd/system/" + BOOT_UNIT, "/etc/init.d/aloft-vips");

    final String name;
    final Map<String, File> files = new HashMap<>();
    final Map<String, File> before = new HashMap<>();
    final Map<String, String> sysctls = new HashMap<>();
    final Set<String> packages = new HashSet<>();
    final Map<String, Unit> units = new HashMap<>();
    final Set<String> bundles = new LinkedHashSet<>();
    final List<HeldAddress> addresses = new ArrayList<>();
    final Set<String> listening = new HashSet<>();
    final Set<String> interfaces = new HashSet<>(Set.of("lo", "ens33"));
    String currentBundle = "";
    String architecture = "x86_64";
    ServiceManager manager = ServiceManager.SYSTEMD;
    Manifest manifest = Manifest.EMPTY;
    /** What happened to units, in order: {@code start aloftd.service}. */
    final List<String> log = new ArrayList<>();

    record File(String content, int mode, String owner) {}

    record Unit(boolean enabled, boolean active) {}

    SimulatedHost(String name, String address) {
        this.name = name;
        addresses.add(new HeldAddress("127.0.0.1/8", "lo"));
        addresses.add(new HeldAddress(address + "/24", "ens33"));
    }

    void write(String path, String content) {
        files.put(path, new File(content, 0644, "root:root"));
    }

    void runs(String unit) {
        units.put(unit, new Unit(true, true));
    }

    boolean active(String unit) {
        return units.getOrDefault(unit, new Unit(false, false)).active();
    }

    HostFacts facts(List<Resource> wanted) {
        Map<ResourceId, Answer> answers = new LinkedHashMap<>();
        for (Resource resource : wanted) {
            answers.put(resource.id(), answer(resource.id(), resource.hint()));
            resource.alsoAsks().forEach(id -> answers.put(id, answer(id, "-")));
        }
        manifest.entries().keySet().forEach(id -> answers.putIfAbsent(id, answer(id, "-")));
        Machine machine = new Machine(
                "6.1.0",
                architecture,
                false,
                "debian",
                "12",
                manager,
                true,
                Optional.of("apt-get"),
                Map.of("/", 1L << 33, "/opt", 1L << 33),
                interfaces,
                addresses,
                listening,
                Map.of());
        return new HostFacts(
                name, machine, answers, manifest, Sha256.of(manifest.text()), Optional.<LeaseHolder>empty(), false);
    }

    private Answer answer(ResourceId id, String hint) {
        Map<String, String> values = new HashMap<>();
        switch (id.kind()) {
            case "file" -> {
                File file = files.get(id.name());
                values.put("state", file == null ? "absent" : "file");
                if (file != null) {
                    values.put("sha256", Sha256.of(file.content()));
                    values.put("mode", Integer.toOctalString(file.mode()));
                    values.put("owner", file.owner());
                    values.put("size", "" + file.content().length());
                    if (before.containsKey(id.name())) {
                        values.put("before", "yes");
                    }
                    if (!Sha256.of(file.content()).equals(hint)
                            && file.content().length() <= MOST_SENT) {
                        values.put("content", file.content());
                    }
                }
            }
            case "sysctl" ->
                values.put(
                        "value",
                        sysctls.getOrDefault(key(id.name()), id.name().endsWith("send_redirects") ? "1" : "0"));
            case "package" -> values.put("state", packages.contains(id.name()) ? "installed" : "absent");
            case "service" -> {
                Unit unit = units.get(id.name());
                values.put("load", unit == null ? "not-found" : "loaded");
                values.put("file", unit != null && unit.enabled() ? "enabled" : "disabled");
                values.put("active", unit != null && unit.active() ? "active" : "inactive");
            }
            case "bundle" -> {
                if (bundles.contains(hint)) {
                    values.put("unpacked", hint);
                }
                if (!currentBundle.isEmpty()) {
                    values.put("current", currentBundle);
                }
            }
            case "persistence" -> {
                values.put("means", "unit");
                if (units.getOrDefault(BOOT_UNIT, new Unit(false, false)).enabled()) {
                    values.put("enabled", "yes");
                }
                BOOT_FILES.forEach(path -> Optional.ofNullable(files.get(path))
                        .ifPresent(file -> values.put(
                                path, Sha256.of(file.content()) + " " + Integer.toOctalString(file.mode()))));
            }
            default -> {}
        }
        return new Answer(values);
    }

    private static String key(String name) {
        return name.replace("/proc/sys/", "").replace('/', '.');
    }

    /** Does a step's calls. */
    void run(Call call) {
        List<String> words = call.words().stream().map(MaskedText::reveal).toList();
        String first = words.isEmpty() ? "" : words.get(0);
        switch (call.function()) {
            case "put_file" ->
                files.put(
                        first,
                        new File(
                                words.get(2),
                                Integer.parseInt(words.get(1), 8),
                                words.size() > 3 ? words.get(3) : "root:root"));
            case "keep_file" -> {
                if (words.get(1).equals("-") && files.containsKey(first)) {
                    before.putIfAbsent(first, files.get(first));
                }
            }
            case "restore_file" -> files.put(first, before.remove(first));
            case "remove_file" -> files.remove(first);
            case "reload_units",
                    "drain_servers",
                    "drain_for_a_while",
                    "undrain_server",
                    "drain_by_haproxy",
                    "undrain_by_haproxy",
                    "resume_unit",
                    "set_route" -> log.add(call.function() + " " + first);
            case "set_sysctl" -> sysctls.put(key(first), words.get(1));
            case "add_address" -> addresses.add(new HeldAddress(first, words.get(1)));
            case "remove_address" -> addresses.remove(new HeldAddress(first, words.get(1)));
            case "install_package" -> packages.add(first);
            case "remove_package" -> packages.remove(first);
            case "enable_unit" -> units.put(first, new Unit(true, active(first)));
            case "restart_unit" -> unit(active(first) ? "restart" : "start", first, new Unit(true, true));
            case "reload_unit" -> unit(active(first) ? "reload" : "start", first, new Unit(true, true));
            case "replace_unit" -> {
                unit("stop", words.get(1), new Unit(false, false));
                unit("start", first, new Unit(true, true));
            }
            case "remove_unit" -> unit("stop", first, new Unit(false, false));
            case "set_unit" ->
                unit(
                        words.get(2).equals("yes") ? "start" : "stop",
                        first,
                        new Unit(words.get(1).equals("yes"), words.get(2).equals("yes")));
            case "pause_unit" -> unit("stop", first, new Unit(true, false));
            case "unpack_bundle", "switch_bundle" -> {
                bundles.add(first);
                currentBundle = first;
            }
            case "remove_bundles" -> {
                bundles.clear();
                currentBundle = "";
            }
            default -> throw new IllegalArgumentException("no such function: " + call.function());
        }
    }

    private void unit(String verb, String name, Unit state) {
        log.add(verb + " " + name);
        units.put(name, state);
    }
}
