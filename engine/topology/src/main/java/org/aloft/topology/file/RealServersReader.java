package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code real_servers: {web: 1, web3: {weight: 2, port: 8080, address: 10.0.0.23}, 10.0.0.24: 1}}: hosts, groups or
 * addresses, each with a weight. A host that is named itself overrides what its group says. What is named by its address
 * is not managed: the directors send to it, and nothing is planned for it.
 */
final class RealServersReader {
    static final Key<Void> REAL_SERVERS = Key.structure(
                    "real_servers",
                    new Shape.Names(new Shape.Either(
                            List.of(RealServerBlock.WEIGHT.shape(), new Shape.Map(RealServerBlock.KEYS)))),
                    "real_servers: {web1: 1, web2: 1}")
            .help("Host, group, or address of a host that is not managed: weight, or a map.");

    /** Where the holder of the VIP does not answer itself. */
    static final Key<Void> REQUIRED = REAL_SERVERS.required("real_servers: {web1: 1, web2: 1}");

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
        RealServerBlock wanted = entry.value() instanceof YamlValue.Mapping
                ? Block.of(entry.value(), key, service.template(), service.problems())
                        .map(RealServerBlock::read)
                        .orElseThrow()
                : RealServerBlock.ofWeight(weight(block.scalar(entry.value(), key)));
        if (isUnmanaged(entry.key())) {
            unmanaged(entry, key, wanted);
            return;
        }
        List<String> hosts = new HostNames(inventory, service.problems()).hostsOf(entry.key(), entry.keyAt(), key);
        boolean named = inventory.hasHost(entry.key());
        for (String host : hosts) {
            ServiceBlock.Backend backend =
                    new ServiceBlock.Backend(host, true, address(entry.value(), key, host), wanted);
            Located<ServiceBlock.Backend> located = new Located<>(backend, entry.keyAt(), key);
            if (named) {
                byName.put(host, located);
            } else {
                byGroup.putIfAbsent(host, located);
            }
        }
    }

    private boolean isUnmanaged(String name) {
        return IpPrefix.address(name).isPresent() && !inventory.hasHost(name) && !inventory.hasGroup(name);
    }

    private void unmanaged(YamlValue.Entry entry, String key, RealServerBlock wanted) {
        Located<String> name = new Located<>(entry.key(), entry.keyAt(), key);
        if (entry.value() instanceof YamlValue.Mapping map
                && map.entries().containsKey(RealServerBlock.ADDRESS.name())) {
            service.problems()
                    .add(
                            map.entries().get(RealServerBlock.ADDRESS.name()).keyAt(),
                            key + "." + RealServerBlock.ADDRESS.name(),
                            "conflict",
                            "a real server that is named by its address must not have another one",
                            "Write that address as the key.");
        }
        service.parse(name, RealServerBlock.ADDRESS)
                .ifPresent(address -> byName.put(
                        entry.key(),
                        name.with(new ServiceBlock.Backend(entry.key(), false, Optional.of(address), wanted))));
    }

    /** Read for each host by itself: a group's {@code address: "{{ service_ip }}"} is another one on each. */
    private Optional<Located<InetAddress>> address(YamlValue value, String key, String host) {
        if (!(value instanceof YamlValue.Mapping map) || !map.entries().containsKey("address")) {
            return Optional.empty();
        }
        Template template = Template.forHost(host, inventory, service.problems());
        return Block.of(value, key, template, service.problems())
                .flatMap(written -> written.read(RealServerBlock.ADDRESS));
    }

    private int weight(Optional<Located<String>> text) {
        return text.flatMap(written -> service.parse(written, RealServerBlock.WEIGHT))
                .map(Located::value)
                .orElseGet(RealServerBlock.WEIGHT::fallbackValue);
    }
}
