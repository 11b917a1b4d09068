package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.TrackerKind;

/** Keywords of {@code vrrp_track_process}. */
final class TrackProcessLanguage {
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    private static final int MOST_PROCESSES = 65_535;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_track_process")
            .word("process", (arguments, draft) -> draft.command = arguments.words("the name of a program"))
            .word("param_match", TrackProcessLanguage::match)
            .word("weight", (arguments, draft) -> TrackingLanguage.weight(
                            arguments, TrackerKind.PROCESS.largestWeight())
                    .ifPresent(value -> draft.weight = value))
            .word("quorum", (arguments, draft) -> arguments
                    .integer(1, MOST_PROCESSES)
                    .ifPresent(value -> draft.quorum = Optional.of(value)))
            .word("quorum_max", (arguments, draft) -> draft.quorumMax = arguments.integer(0, MOST_PROCESSES))
            .word("fork_delay", (arguments, draft) -> delay(arguments).ifPresent(value -> draft.forkDelay = value))
            .word("terminate_delay", (arguments, draft) -> delay(arguments)
                    .ifPresent(value -> draft.terminateDelay = value))
            .word("delay", (arguments, draft) -> delay(arguments).ifPresent(value -> {
                draft.forkDelay = value;
                draft.terminateDelay = value;
            }))
            .word("full_command", (arguments, draft) -> draft.fullCommand = true);

    private TrackProcessLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        List<String> command = List.of();
        TrackProcessBlock.Match match = TrackProcessBlock.Match.AS_GIVEN;
        TrackWeight weight = TrackWeight.FAULT;
        Optional<Integer> quorum = Optional.empty();
        Optional<Integer> quorumMax = Optional.empty();
        Duration forkDelay = Duration.ZERO;
        Duration terminateDelay = Duration.ZERO;
        boolean fullCommand;

        /** {@code quorum_max 0} alone means that there must be none. */
        private int least() {
            return quorum.orElse(Math.min(1, quorumMax.orElse(1)));
        }

        private int most() {
            return quorumMax.orElse(Integer.MAX_VALUE);
        }
    }

    private static void match(Arguments arguments, Draft draft) {
        if (!arguments.hasMore()) {
            draft.match = TrackProcessBlock.Match.ALL;
            return;
        }
        arguments
                .oneOf(Choices.words("initial", "partial"), text -> text)
                .ifPresent(word -> draft.match =
                        word.equals("initial") ? TrackProcessBlock.Match.PREFIX : TrackProcessBlock.Match.FIRST);
    }

    private static Optional<Duration> delay(Arguments arguments) {
        return arguments.seconds(Duration.ZERO, LONGEST_DELAY);
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.command.isEmpty()) {
            if (!VOCABULARY.mentions(arguments.block(), "process")) {
                arguments.error("vrrp_track_process " + name.orElse("") + " names no process; add process NAME");
            }
            return;
        }
        if (draft.least() > draft.most()) {
            arguments.error("quorum_max " + draft.most() + " is below quorum " + draft.least()
                    + ", so it could never be up; raise quorum_max");
            return;
        }
        name.ifPresent(given -> configuration.tracking.add(
                new TrackProcessBlock(
                        given,
                        draft.command.get(0),
                        draft.command.subList(1, draft.command.size()),
                        draft.match,
                        draft.fullCommand,
                        draft.weight,
                        draft.least(),
                        draft.most(),
                        draft.forkDelay,
                        draft.terminateDelay),
                arguments));
    }
}
