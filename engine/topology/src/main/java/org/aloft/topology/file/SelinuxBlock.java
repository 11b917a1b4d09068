package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;

/**
 * The map {@code selinux}.
 *
 * <pre>{@code
 * selinux:
 *   booleans: {httpd_can_network_connect: true}
 *   ports: {8080/tcp: http_port_t}
 * }</pre>
 *
 * @param booleans by name
 * @param ports by port and protocol
 */
record SelinuxBlock(Map<String, Located<Boolean>> booleans, Map<String, Located<String>> ports) {
    private static final int MOST = 65_535;
    private static final Key<Boolean> VALUE = Key.truth("booleans");
    private static final Key<Void> BOOLEANS = Key.structure(
                    "booleans", new Shape.Names(new Shape.Truth()), "booleans: {httpd_can_network_connect: true}")
            .help("Booleans of the policy, now and after a reboot.");
    private static final Key<Void> PORTS = Key.structure(
                    "ports",
                    new Shape.Names(new Shape.Pattern(NameRule.SELINUX.regex())),
                    "ports: {8080/tcp: http_port_t}")
            .help("Port or range, with its protocol: the type that it is known by.");
    private static final Keys KEYS = Keys.of(BOOLEANS, PORTS);

    static final Key<Void> SELINUX = Key.structure("selinux", new Shape.Map(KEYS))
            .help("What SELinux's policy shall allow, on hosts where it is enabled.");

    static SelinuxBlock none() {
        return new SelinuxBlock(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** What stands in one entry of {@code hosts}. */
    static SelinuxBlock read(Block settings) {
        SelinuxBlock read = none();
        settings.block(SELINUX).ifPresent(block -> {
            block.check(KEYS);
            block.block(BOOLEANS).ifPresent(read::readBooleans);
            block.block(PORTS).ifPresent(read::readPorts);
        });
        return read;
    }

    private void readBooleans(Block written) {
        written.entries().forEach(entry -> {
            Located<String> name = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            if (NameRules.check(name, NameRule.SELINUX, written.problems())) {
                written.scalar(entry.value(), name.key())
                        .flatMap(text -> written.parse(text, VALUE))
                        .ifPresent(value -> booleans.put(name.value(), value));
            }
        });
    }

    private void readPorts(Block written) {
        written.entries().forEach(entry -> {
            Located<String> port = new Located<>(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            boolean sound = written.parse(port, SelinuxBlock::port, NameRule.SELINUX_PORT.fix())
                    .isPresent();
            written.scalar(entry.value(), port.key())
                    .filter(type -> NameRules.check(type, NameRule.SELINUX, written.problems()) && sound)
                    .ifPresent(type -> ports.put(port.value(), type));
        });
    }

    private static String port(String text) {
        String sound = NameRule.SELINUX_PORT.check(text);
        int[] numbers = Stream.of(sound.substring(0, sound.indexOf('/')).split("-", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        int last = numbers[numbers.length - 1];
        if (last > MOST || (numbers.length > 1 && numbers[0] >= last)) {
            throw new BadValue(
                    "bad-name", "ports must be 1.." + MOST + ", and a range begin with the lower one: " + text);
        }
        return sound;
    }
}
