package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.InterfaceDelay;
import org.aloft.agent.config.Seconds;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.text.Placed;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;

/**
 * The block {@code interface_up_down_delays}, whose lines begin with the name of an interface, and the rule that holds
 * between it and the instances on those interfaces. Confined to the reading thread.
 */
final class InterfaceDelayLanguage {
    private static final Duration LONGEST = Duration.ofSeconds(255);

    private final Map<String, Placed<InterfaceDelay>> lines = new HashMap<>();

    void read(Arguments block) {
        for (Statement line : block.block()) {
            Arguments words = new Arguments(line, block.problems());
            words.refuseBlock();
            Optional<Duration> down = words.seconds(Duration.ZERO, LONGEST);
            Optional<Duration> up = words.hasMore() ? words.seconds(Duration.ZERO, LONGEST) : down;
            words.refuseRest();
            if (down.isPresent() && up.isPresent()) {
                InterfaceDelay delay = new InterfaceDelay(down.get(), up.get());
                if (lines.putIfAbsent(line.name(), new Placed<>(delay, line.position())) != null) {
                    words.error("interface_up_down_delays names " + line.name() + " twice; keep one");
                }
            }
        }
    }

    /**
     * What they come to: while a loss of the link does not count, a backup hears nothing, and is not to take the active
     * router for gone over that.
     */
    Map<String, InterfaceDelay> finish(List<VrrpInstanceBlock> instances, Problems problems) {
        Map<String, InterfaceDelay> delays = new HashMap<>();
        lines.forEach((name, line) -> {
            Duration down = line.value().down();
            for (VrrpInstanceBlock instance : instances) {
                Duration limit = instance.longestLinkLoss();
                if (instance.networkInterface().equals(name) && down.compareTo(limit) > 0) {
                    problems.warning(
                            line.position(),
                            "vrrp_instance " + instance.name() + " would take its active router for gone while "
                                    + name + " is down and does not count as that; down counts after "
                                    + Seconds.of(limit) + " s instead of " + Seconds.of(down)
                                    + ", which is down_timer_adverts - 1 intervals");
                    down = limit;
                }
            }
            delays.put(name, new InterfaceDelay(down, line.value().up()));
        });
        return delays;
    }
}
