package org.aloft.agent.notify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.NotificationBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.script.Script;

/** Settings from text, and events in short. */
final class Told {
    static final Instant AT = Instant.parse("2026-01-01T10:00:03.612Z");

    private Told() {}

    /** {@code global_defs} with these lines, and VI_1 with those. */
    static Configuration configuration(String global, String instance) {
        String text = """
                global_defs {
                    router_id R1
                    script_user root
                    %s
                }
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    virtual_ipaddress {
                        192.0.2.10
                    }
                    %s
                }
                """.formatted(global, instance);
        try {
            Path file = Files.createTempFile("told", ".conf");
            try {
                return ConfigurationReader.read(Files.writeString(file, text));
            } finally {
                Files.delete(file);
            }
        } catch (ConfigurationException refused) {
            throw new IllegalArgumentException(refused.problems().toString(), refused);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Map<String, NotificationBlock> instances(Configuration configuration) {
        return configuration.instances().stream()
                .collect(Collectors.toMap(VrrpInstanceBlock::name, VrrpInstanceBlock::notification));
    }

    /** As a host on which every script may be run. */
    static NotificationSettings anywhere(String global, String instance) {
        Configuration configuration = configuration(global, instance);
        Map<String, NotificationBlock> instances = instances(configuration);
        Map<ScriptLine, Script> scripts = new HashMap<>();
        instances.values().stream()
                .flatMap(block -> block.scripts().stream())
                .forEach(line -> scripts.put(line, new Script(line.command(), Optional.empty())));
        return new NotificationSettings(
                configuration.global(), instances, Map.of("G1", instances.get("VI_1")), Map.of(), Map.of(), scripts);
    }

    /** As this host allows it. */
    static NotificationSettings here(String global, String instance) {
        return NotificationSettings.of(configuration(global, instance), Map.of(), Map.of());
    }

    static AgentEvent.InstanceChanged changed(InstanceState from, InstanceState to) {
        return changed(from, to, Occasion.OPERATION);
    }

    static AgentEvent.InstanceChanged changed(InstanceState from, InstanceState to, Occasion occasion) {
        return new AgentEvent.InstanceChanged(AT, "VI_1", from, to, 100, "because", occasion);
    }

    static List<String> fifoLines(List<Announcement> announcements) {
        return announcements.stream()
                .filter(Announcement.WriteFifo.class::isInstance)
                .map(line -> ((Announcement.WriteFifo) line).line())
                .toList();
    }
}
