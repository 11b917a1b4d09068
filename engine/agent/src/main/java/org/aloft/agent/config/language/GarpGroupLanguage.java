package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.AnnouncementPaces;

/** The block {@code garp_group}. What keepalived corrects in it, this does as well, with a warning. */
final class GarpGroupLanguage {
    /** From here on a takeover takes long. */
    private static final Duration LONG = Duration.ofSeconds(1);

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("garp_group")
            .word("garp_interval", (arguments, draft) -> draft.arp = interval(arguments))
            .word("gna_interval", (arguments, draft) -> draft.neighbour = interval(arguments))
            .word("interface", (arguments, draft) -> arguments
                    .word("the name of a network interface")
                    .ifPresent(draft.interfaces::add))
            .block("interfaces", (arguments, draft) -> {
                if (!draft.interfaces.isEmpty()) {
                    arguments.warning("interface and interfaces in one garp_group: all of them share its pace");
                }
                arguments.blockWords().forEach(word -> draft.interfaces.add(word.text()));
            });

    private GarpGroupLanguage() {}

    /** Confined to the reading thread. */
    private static final class Draft {
        private Optional<Duration> arp = Optional.empty();
        private Optional<Duration> neighbour = Optional.empty();
        private final List<String> interfaces = new ArrayList<>();
    }

    static Optional<Duration> interval(Arguments arguments) {
        Optional<Duration> interval = arguments.seconds(Duration.ZERO, GratuitousArpLanguage.LONGEST);
        interval.filter(value -> value.compareTo(LONG) >= 0)
                .ifPresent(value -> arguments.warning(arguments.statement().name()
                        + " is long: a VIP is announced that much later for each message before its own"));
        return interval;
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.interfaces.isEmpty()) {
            if (VOCABULARY.mentions(arguments.block(), "interface")) {
                return;
            }
            arguments.warning("this garp_group does nothing: it names no interface; add interface NAME");
            return;
        }
        if (draft.arp.isEmpty() && draft.neighbour.isEmpty()) {
            arguments.warning("this garp_group does nothing: add garp_interval or gna_interval");
            return;
        }
        List<AnnouncementPaces.Group> groups = configuration.global.vrrp.groups;
        Set<String> taken = new HashSet<>();
        groups.forEach(group -> taken.addAll(group.interfaces()));
        List<String> free = new ArrayList<>();
        for (String name : draft.interfaces) {
            if (taken.add(name)) {
                free.add(name);
            } else {
                arguments.warning(name + " is in a garp_group already, and stays there; name it once");
            }
        }
        if (!free.isEmpty()) {
            Duration none = Duration.ZERO;
            groups.add(new AnnouncementPaces.Group(
                    free, new AnnouncementPaces.Pace(draft.arp.orElse(none), draft.neighbour.orElse(none))));
        }
    }
}
