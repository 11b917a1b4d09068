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
    private static final String FIX = "Write 1; 0 sends no new connections.";

    private final Block service;
    private final Inventory inventory;
    private final Map<String, Located<ServiceBlock.Backend>> byGroup = new LinkedHashMap<>();
    private final Map<String, Located<ServiceBlock.Backend>> byName = new LinkedHashMap<>();

    RealServersReader(Block service, Inventory inventory) {
        this.service = service;
        this.inventory = inventory;
    }

    List<Located<ServiceBlock.Backend>> read() {
        service.block("real_servers").ifPresent(block -> {
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
        written.allow(List.of("weight", "port", "address"));
        Optional<Integer> port = written.parsed(
                        "port", Values.integer("port", 1, 65535), "Write the real server's port.")
                .map(Located::value);
        return new ServiceBlock.Backend("", weight(written.text("weight")), port, Optional.empty());
    }

    /** Read for each host by itself: a group's {@code address: "{{ service_ip }}"} is another one on each. */
    private Optional<Located<InetAddress>> address(YamlValue value, String key, String host) {
        if (!(value instanceof YamlValue.Mapping map) || !map.entries().containsKey("address")) {
            return Optional.empty();
        }
        Template template = Template.forHost(host, inventory, service.problems());
        return Block.of(value, key, template, service.problems())
                .flatMap(written -> written.parsed(
                        "address", Values::unicastAddress, "Write the address where the host serves, in numbers."));
    }

    private int weight(Optional<Located<String>> text) {
        return text.flatMap(written -> service.parse(written, Values.integer("weight", 0, 65535), FIX))
                .map(Located::value)
                .orElse(1);
    }
}
