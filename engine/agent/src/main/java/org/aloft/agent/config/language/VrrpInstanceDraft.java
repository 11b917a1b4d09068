package org.aloft.agent.config.language;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.aloft.agent.config.ElectionBlock;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;

/** A {@code vrrp_instance} while it is read, one part for each side of it. Confined to the reading thread. */
final class VrrpInstanceDraft {
    private static final int OWNER = 255;

    Optional<String> networkInterface = Optional.empty();
    Optional<Integer> virtualRouterId = Optional.empty();
    final ElectionLanguage.Draft election;
    final HoldingLanguage.Draft holding;
    final NotificationLanguage.Draft notification = new NotificationLanguage.Draft();
    final WireDraft wire;
    final GratuitousArpLanguage.Draft gratuitousArp;
    final TrackingLanguage.Draft tracking = new TrackingLanguage.Draft();

    private final Optional<String> name;
    private final LvsLanguage.Draft lvs;

    VrrpInstanceDraft(Optional<String> name, ConfigurationDraft configuration) {
        this.name = name;
        lvs = configuration.global.lvs;
        election = new ElectionLanguage.Draft(configuration.global.vrrp);
        holding = new HoldingLanguage.Draft(configuration);
        wire = new WireDraft(configuration);
        gratuitousArp = new GratuitousArpLanguage.Draft(configuration.global.vrrp.gratuitousArp());
    }

    void syncConnections(Arguments arguments) {
        LvsLanguage.syncDaemonOf(name, arguments, lvs);
    }

    Optional<VrrpInstanceBlock> finish(String name, Statement statement, Problems problems) {
        Position position = statement.position();
        Predicate<String> isMissing = keyword ->
                !VrrpInstanceLanguage.VOCABULARY.mentions(statement.block().orElse(List.of()), keyword);
        String block = "vrrp_instance " + name;
        if (networkInterface.isEmpty() && isMissing.test("interface")) {
            problems.error(position, block + " needs an interface; add interface NAME");
        }
        if (virtualRouterId.isEmpty() && isMissing.test("virtual_router_id")) {
            problems.error(position, block + " needs a virtual_router_id 1..255; add it, the same on every member");
        }
        IpFamily family = wire.family(holding.firstAddress());
        holding.check(block, position, family, wire.mayNameNone(family), isMissing, problems);
        StrictMode.apply(this, position, problems);
        WireBlock speaks = wire.finish(family, problems);
        ElectionBlock wins = election.finish(block, position, speaks.advertInterval(), problems);
        return networkInterface.flatMap(device -> virtualRouterId.map(id -> new VrrpInstanceBlock(
                name,
                device,
                id,
                wins,
                speaks,
                holding.finish(device, id, !speaks.strict(), wins.priority() == OWNER),
                gratuitousArp.value,
                tracking.finish(),
                notification.finish())));
    }
}
