package org.aloft.agent.config.language;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.aloft.agent.config.SchedulingBlock;
import org.aloft.agent.config.SchedulingBlock.Flag;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;

/** Keywords of {@code virtual_server} that say how a real server is picked. */
final class SchedulingLanguage {
    /** keepalived.conf(5), {@code lvs_sched}. */
    private static final Map<String, String> SCHEDULERS = Choices.words(
            "rr", "wrr", "lc", "wlc", "lblc", "sh", "mh", "dh", "fo", "ovf", "lblcr", "sed", "nq", "twos");

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("virtual_server")
            .word("lvs_sched", SchedulingLanguage::scheduler)
            .word("lb_algo", SchedulingLanguage::scheduler)
            .word("flag-1", (arguments, draft) -> draft.flags.add(Flag.FLAG_1))
            .word("flag-2", (arguments, draft) -> draft.flags.add(Flag.FLAG_2))
            .word("flag-3", (arguments, draft) -> draft.flags.add(Flag.FLAG_3))
            .word("sh-port", (arguments, draft) -> draft.only("sh", Flag.FLAG_2, arguments))
            .word("sh-fallback", (arguments, draft) -> draft.only("sh", Flag.FLAG_1, arguments))
            .word("mh-port", (arguments, draft) -> draft.only("mh", Flag.FLAG_2, arguments))
            .word("mh-fallback", (arguments, draft) -> draft.only("mh", Flag.FLAG_1, arguments))
            .word("ops", (arguments, draft) -> draft.flags.add(Flag.ONE_PACKET))
            .warned("hashed", "it is a flag that the kernel sets for itself on every virtual service");

    private SchedulingLanguage() {}

    private static void scheduler(Arguments arguments, Draft draft) {
        arguments.oneOf(SCHEDULERS, text -> text).ifPresent(value -> draft.scheduler = value);
    }

    /** Confined to the reading thread. */
    static final class Draft {
        private record Conditional(String scheduler, Flag flag) {}

        String scheduler = "wlc";
        final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private final Map<Statement, Conditional> conditional = new HashMap<>();

        /** Judged in the end: the scheduler may stand on a later line. */
        private void only(String of, Flag flag, Arguments arguments) {
            conditional.put(arguments.statement(), new Conditional(of, flag));
        }

        SchedulingBlock finish(Problems problems) {
            Set<Flag> all = EnumSet.noneOf(Flag.class);
            all.addAll(flags);
            conditional.forEach((line, value) -> {
                if (value.scheduler().equals(scheduler)) {
                    all.add(value.flag());
                } else {
                    problems.warning(
                            line.position(),
                            line.name() + " is for the scheduler " + value.scheduler() + ", and this one is "
                                    + scheduler + ": passed over, as in keepalived; remove the line");
                }
            });
            return new SchedulingBlock(scheduler, all);
        }
    }
}
