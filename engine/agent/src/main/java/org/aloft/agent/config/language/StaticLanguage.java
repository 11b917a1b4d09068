package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.VirtualRule;

/** The blocks of what a host holds whichever router is active. */
final class StaticLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("the top level")
            .block(
                    "static_ipaddress",
                    (arguments, draft) -> VirtualAddressLanguage.readEach(
                            arguments.block(), arguments.problems(), draft.addresses::add))
            .block("static_routes", (arguments, draft) -> arguments.block().forEach(line -> VirtualRouteLanguage.read(
                            line, draft.values, arguments.problems())
                    .ifPresent(draft.routes::add)))
            .block("static_rules", (arguments, draft) -> arguments.block().forEach(line -> VirtualRuleLanguage.read(
                            line, draft.values, draft.priorities, arguments.problems())
                    .ifPresent(draft.rules::add)))
            .warned(
                    "track_group",
                    "a static address, route or rule that somebody takes away is put back at once, so no instance needs to"
                            + " go to FAULT over it");

    private StaticLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        final LineValues values = new LineValues();
        final RulePriorities priorities;
        final List<VirtualAddressLanguage.Draft> addresses = new ArrayList<>();
        final List<VirtualRoute> routes = new ArrayList<>();
        final List<VirtualRule> rules = new ArrayList<>();

        Draft(RulePriorities priorities) {
            this.priorities = priorities;
        }

        StaticBlock finish(String defaultInterface) {
            return new StaticBlock(
                    addresses.stream()
                            .map(address -> address.on(defaultInterface))
                            .toList(),
                    routes,
                    rules);
        }
    }
}
