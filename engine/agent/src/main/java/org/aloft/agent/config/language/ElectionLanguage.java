package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.aloft.agent.config.ElectionBlock;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;

/** Keywords of {@code vrrp_instance} that say who wins. */
final class ElectionLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_instance")
            .word("state", (arguments, draft) -> arguments
                    .oneOf(Choices.words("MASTER", "BACKUP"), text -> text.toUpperCase(Locale.ROOT))
                    .ifPresent(value -> {
                        draft.startsActive = value.equals("MASTER");
                        draft.startsBackup = value.equals("BACKUP");
                    }))
            .word(
                    "priority",
                    (arguments, draft) -> arguments.integer(1, 255).ifPresent(value -> draft.priority = value))
            .word("nopreempt", (arguments, draft) -> draft.preempt = false)
            .word("preempt", (arguments, draft) -> draft.preempt = true)
            .word("preempt_delay", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, Duration.ofSeconds(1000))
                    .ifPresent(value -> draft.preemptDelay = value))
            .word(
                    "down_timer_adverts",
                    (arguments, draft) -> arguments.integer(1, 100).ifPresent(value -> draft.downTimerAdverts = value))
            .word("lower_prio_no_advert", (arguments, draft) -> draft.lowerPriorityNoAdvert = arguments.flag())
            .word("higher_prio_send_advert", (arguments, draft) -> draft.higherPrioritySendAdvert = arguments.flag())
            .word("fast_detection", (arguments, draft) -> draft.fastDetection = fastDetection(arguments))
            .warned("debug", "keepalived takes this word and does nothing with it, and so does aloftd");

    private static final int OWNER = 255;
    private static final int SHORTEST_MILLIS = 5;
    private static final int LONGEST_MILLIS = 1000;
    private static final int MOST_MISSED = 50;

    private ElectionLanguage() {}

    /** A multiplier of 1 would take every packet that is late for a death. */
    private static Optional<FastDetection> fastDetection(Arguments arguments) {
        FastDetection usual = FastDetection.USUAL;
        Duration interval = usual.interval();
        int multiplier = usual.multiplier();
        if (arguments.hasMore()) {
            interval = arguments
                    .integer(SHORTEST_MILLIS, LONGEST_MILLIS)
                    .map(Duration::ofMillis)
                    .orElse(interval);
        }
        if (arguments.hasMore()) {
            multiplier = arguments.integer(2, MOST_MISSED).orElse(multiplier);
        }
        return Optional.of(new FastDetection(interval, multiplier));
    }

    /** Starts with the defaults of {@code global_defs}. Confined to the reading thread. */
    static final class Draft {
        boolean startsActive;
        boolean startsBackup;
        int priority = 100;
        boolean preempt = true;
        Duration preemptDelay = Duration.ZERO;
        int downTimerAdverts;
        boolean lowerPriorityNoAdvert;
        boolean higherPrioritySendAdvert;
        Optional<FastDetection> fastDetection = Optional.empty();

        Draft(VrrpDefaultsLanguage.Draft defaults) {
            downTimerAdverts = defaults.downTimerAdverts;
            lowerPriorityNoAdvert = defaults.lowerPriorityNoAdvert;
            higherPrioritySendAdvert = defaults.higherPrioritySendAdvert;
        }

        /** @param advertInterval of the instance */
        ElectionBlock finish(String block, Position position, Duration advertInterval, Problems problems) {
            checkPreemption(block, position, problems);
            Duration silence = advertInterval.multipliedBy(downTimerAdverts);
            fastDetection
                    .filter(detection -> detection.time().compareTo(silence) >= 0)
                    .ifPresent(detection -> problems.warning(
                            position,
                            block + " has a fast_detection that takes "
                                    + detection.time().toMillis()
                                    + " ms, while missing adverts are noticed after " + silence.toMillis()
                                    + " ms and a skew, so it gains nothing; write a shorter interval"));
            return new ElectionBlock(
                    priority,
                    preempt,
                    preemptDelay,
                    downTimerAdverts,
                    lowerPriorityNoAdvert,
                    higherPrioritySendAdvert,
                    fastDetection);
        }

        /** What keepalived does with combinations that cannot work. */
        private void checkPreemption(String block, Position position, Problems problems) {
            if (startsBackup && priority == OWNER) {
                problems.warning(
                        position,
                        block
                                + " has state BACKUP beside priority 255: the owner of the addresses is active at once, as"
                                + " the RFCs say; keepalived would listen first. Write priority 254 to have that");
            }
            if (startsActive && !preempt) {
                problems.warning(
                        position,
                        block + " has nopreempt beside state MASTER: nopreempt is ignored, as in keepalived;"
                                + " write state BACKUP on every member to have it");
                preempt = true;
            }
            if (startsActive && !preemptDelay.isZero()) {
                problems.warning(
                        position,
                        block + " has preempt_delay beside state MASTER: the delay is ignored, as in keepalived;"
                                + " write state BACKUP to have it");
                preemptDelay = Duration.ZERO;
            }
        }
    }
}
