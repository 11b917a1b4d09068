package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code real_servers: {web: 1, web3: {weight: 2, port: 8080}}}: hosts or groups, each with a weight. A host that is
 * named itself overrides what its group says.
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
                : new ServiceBlock.Backend("", weight(block.scalar(entry.value(), key)), Optional.empty());
        for (String host : hosts) {
            ServiceBlock.Backend backend = new ServiceBlock.Backend(host, wanted.weight(), wanted.port());
            Located<ServiceBlock.Backend> located = new Located<>(backend, entry.keyAt(), key);
            if (named) {
                byName.put(host, located);
            } else {
                byGroup.putIfAbsent(host, located);
            }
        }
    }

    private ServiceBlock.Backend detailed(Block written) {
        written.allow(List.of("weight", "port"));
        Optional<Integer> port = written.parsed(
                        "port", Values.integer("port", 1, 65535), "Write the real server's port.")
                .map(Located::value);
        return new ServiceBlock.Backend("", weight(written.text("weight")), port);
    }

    private int weight(Optional<Located<String>> text) {
        return text.flatMap(written -> service.parse(written, Values.integer("weight", 0, 65535), FIX))
                .map(Located::value)
                .orElse(1);
    }
}
