package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;

/** Keywords of {@code vrrp_instance} and {@code vrrp_sync_group} that say what is tracked. */
final class TrackingLanguage {
    /** What an instance and a group have in common. */
    static final Vocabulary<Draft> LISTS = new Vocabulary<>("vrrp_sync_group");

    static {
        for (TrackerKind kind : TrackerKind.values()) {
            LISTS.block(kind.keyword(), (arguments, draft) -> read(kind, arguments, draft));
        }
    }

    /** For an instance. */
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .with(() -> LISTS, draft -> draft)
            .word("dont_track_primary", (arguments, draft) -> draft.ownInterface = !arguments.flag())
            .warned("linkbeat_use_polling", Reasons.NETLINK_TELLS);

    private TrackingLanguage() {}

    /**
     * A line as it stands.
     *
     * @param weight empty when the definition's holds
     */
    record Line(TrackerKind kind, String name, Optional<TrackWeight> weight, Position position) {}

    /** Confined to the reading thread. */
    static final class Draft {
        final List<Line> lines = new ArrayList<>();
        boolean ownInterface = true;

        TrackingBlock finish() {
            return new TrackingBlock(ownInterface);
        }
    }

    private static void read(TrackerKind kind, Arguments block, Draft draft) {
        for (Statement statement : block.block()) {
            Arguments arguments = new Arguments(statement, block.problems());
            arguments.refuseBlock();
            Optional<TrackWeight> weight =
                    arguments.take("weight") ? weight(arguments, kind.largestWeight()) : Optional.empty();
            arguments.refuseRest();
            add(new Line(kind, statement.name(), weight, statement.position()), draft, block.problems());
        }
    }

    private static void add(Line line, Draft draft, Problems problems) {
        boolean known = draft.lines.stream()
                .anyMatch(other -> other.kind() == line.kind() && other.name().equals(line.name()));
        if (known) {
            problems.warning(
                    line.position(),
                    line.kind().keyword() + " lists " + line.name()
                            + " twice; only the first counts, as in keepalived; remove this line");
        } else {
            draft.lines.add(line);
        }
    }

    /** {@code N [reverse|noreverse]}, after the word weight. */
    static Optional<TrackWeight> weight(Arguments arguments, int largest) {
        Optional<Integer> value = arguments.integer(-largest, largest);
        boolean reverse = arguments.take("reverse");
        if (!reverse) {
            arguments.take("noreverse");
        }
        return value.map(number -> new TrackWeight(number, reverse));
    }
}
