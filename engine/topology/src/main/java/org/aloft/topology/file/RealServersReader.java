package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code real_servers: {web: 1, web3: {weight: 2, port: 8080, address: 10.0.0.23}}}: hosts or groups, each with a
 * weight. A host that is named itself overrides what its group says. The address is where the host serves, if that is
 * not where SSH finds it.
 */
final class RealServersReader {
    private static final Key<Integer> WEIGHT = Key.whole("weight", 0, 65535, "Write 1; 0 sends no new connections.")
            .otherwise("1")
            .help("Share of the connections; 0: no new ones.");
    private static final Key<Integer> PORT = Key.whole("port", 1, 65535, "Write the real server's port.")
            .help("With forward: nat, where it is not the service's.");
    private static final Key<InetAddress> ADDRESS = Key.address(
                    "address", Values::unicastAddress, "Write the address where the host serves, in numbers.")
            .help("Where the host serves, where that is not the address that SSH uses.");
    private static final String CHECKS = "Write one `check: {tcp: {…}}` for the service, beside real_servers.";
    private static final Keys REAL_SERVER_KEYS = Keys.of(WEIGHT, PORT, ADDRESS)
            .alsoCalled("tcp", CHECKS)
            .notYet(
                    "A TCP connect is the only check: write one `check: {tcp: {…}}` for the service.",
                    "check",
                    "http_get");

    static final Key<Void> REAL_SERVERS = Key.structure(
                    "real_servers",
                    new Shape.Names(new Shape.Either(List.of(WEIGHT.shape(), new Shape.Map(REAL_SERVER_KEYS)))))
            .required("real_servers: {web1: 1, web2: 1}")
            .help("Host or group: weight, or a map of weight, port and address.");

    private final Block service;
    private final Inventory inventory;
    private final Map<String, Located<ServiceBlock.Backend>> byGroup = new LinkedHashMap<>();
    private final Map<String, Located<ServiceBlock.Backend>> byName = new LinkedHashMap<>();

    RealServersReader(Block service, Inventory inventory) {
        this.service = service;
        this.inventory = inventory;
    }

    List<Located<ServiceBlock.Backend>> read() {
        service.block(REAL_SERVERS).ifPresent(block -> {
            if (block.entries().isEmpty()) {
                service.problems()
                        .add(block.at(), block.path(), "empty", "there must be a real server", "Add `web1: 1`.");
            }
            block.entries().forEach(entry -> readEntry(block, entry));
        });
        Map<String, Located<ServiceBlock.Backend>> all = new LinkedHashMap<>(byGroup);
        all.putAll(byName);
        return new ArrayList<>(all.values());
    }

    private void readEntry(Block block, YamlValue.Entry entry) {
        String key = block.pathOf(entry.key());
        List<String> hosts = new HostNames(inventory, service.problems()).hostsOf(entry.key(), entry.keyAt(), key);
        boolean named = inventory.hasHost(entry.key());
        ServiceBlock.Backend wanted = entry.value() instanceof YamlValue.Mapping
                ? Block.of(entry.value(), key, service.template(), service.problems())
                        .map(this::detailed)
                        .orElseThrow()
                : new ServiceBlock.Backend(
                        "", weight(block.scalar(entry.value(), key)), Optional.empty(), Optional.empty());
        for (String host : hosts) {
            ServiceBlock.Backend backend =
                    new ServiceBlock.Backend(host, wanted.weight(), wanted.port(), address(entry.value(), key, host));
            Located<ServiceBlock.Backend> located = new Located<>(backend, entry.keyAt(), key);
            if (named) {
                byName.put(host, located);
            } else {
                byGroup.putIfAbsent(host, located);
            }
        }
    }

    private ServiceBlock.Backend detailed(Block written) {
        written.check(REAL_SERVER_KEYS);
        Optional<Integer> port = written.read(PORT).map(Located::value);
        return new ServiceBlock.Backend("", weight(written.text("weight")), port, Optional.empty());
    }

    /** Read for each host by itself: a group's {@code address: "{{ service_ip }}"} is another one on each. */
    private Optional<Located<InetAddress>> address(YamlValue value, String key, String host) {
        if (!(value instanceof YamlValue.Mapping map) || !map.entries().containsKey("address")) {
            return Optional.empty();
        }
        Template template = Template.forHost(host, inventory, service.problems());
        return Block.of(value, key, template, service.problems()).flatMap(written -> written.read(ADDRESS));
    }

    private int weight(Optional<Located<String>> text) {
        return text.flatMap(written -> service.parse(written, WEIGHT))
                .map(Located::value)
                .orElseGet(WEIGHT::fallbackValue);
    }
}
