package org.aloft.agent.config;

import org.aloft.agent.kernel.route.RoutingRule;

/**
 * One line of {@code virtual_rules} or {@code static_rules}, which is written as for {@code ip rule add}.
 *
 * @param line as it stands in the file, words parted by one blank, with the priority that it was given where it names
 *     none
 * @param rule what it means
 * @param tracked false with {@code no_track}
 */
public record VirtualRule(String line, RoutingRule rule, boolean tracked) implements Holding {
    @Override
    public RoutingRule effect() {
        return rule;
    }

    @Override
    public String journalLine() {
        return "rule " + line;
    }

    @Override
    public String toString() {
        return "rule " + line;
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.rule(this);
    }
}
