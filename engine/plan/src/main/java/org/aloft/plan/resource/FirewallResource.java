package org.aloft.plan.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * An opening in the host's firewall, whichever runs there: firewalld, ufw or nftables' own service. Where none runs,
 * nothing is to be done; the firewall itself is never stopped or changed otherwise.
 *
 * @param opening {@code vrrp} (IP protocol 112), or a port with its protocol: {@code 80/tcp}
 * @param interfaces where it is needed, with blanks between: firewalld opens in their zones
 * @param reason why it is wanted
 */
public record FirewallResource(String opening, String interfaces, String reason) implements Resource {
    /** Openings. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "firewall";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return close(entry, now.answer(entry.id()));
        }
    };

    /** The opening that adverts need. */
    public static final String VRRP = "vrrp";

    private static final String FIREWALL = "firewall";
    private static final String NONE = "none";
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";
    /** Of firewalld: the zones that are closed; in the manifest, those that were opened. */
    private static final String ZONES = "zones";

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return opening;
    }

    @Override
    public String hint() {
        return interfaces;
    }

    @Override
    public Set<ResourceId> requires() {
        return Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        Answer there = now.answer(id());
        if (!runs(there)) {
            return new Finding.Fine("no firewall runs there");
        }
        if (there.is("state", OPEN)) {
            return new Finding.Fine("open in " + there.get(FIREWALL));
        }
        return Change.of(
                Action.CREATE,
                "open",
                opening + " in " + there.get(FIREWALL),
                Call.of("open_in_" + there.get(FIREWALL), opening, there.get(ZONES)));
    }

    private static boolean runs(Answer there) {
        return there.find(FIREWALL).filter(name -> !name.equals(NONE)).isPresent();
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Answer there = now.answer(id());
        if (!runs(there)) {
            return now.recorded();
        }
        Set<String> zones = new TreeSet<>();
        now.recorded().ifPresent(entry -> zones.addAll(words(entry.get(ZONES))));
        zones.addAll(words(there.get(ZONES)));
        Map<String, String> fields = new LinkedHashMap<>();
        String found = there.is("state", OPEN) ? OPEN : CLOSED;
        fields.put(Entry.WAS, now.recorded().map(Entry::was).orElse(found));
        fields.put(FIREWALL, now.recorded().map(entry -> entry.get(FIREWALL)).orElse(there.get(FIREWALL)));
        fields.put(ZONES, String.join(" ", zones));
        return Optional.of(new Entry(id(), fields));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private static Finding close(Entry entry, Answer there) {
        if (entry.was().equals(OPEN) && entry.get(ZONES).isEmpty()) {
            return new Finding.Fine("was open before Aloft");
        }
        String firewall = entry.get(FIREWALL);
        if (!there.is(FIREWALL, firewall)) {
            return new Finding.Fine(firewall + ", in which it was opened, does not run");
        }
        return Change.of(
                Action.REMOVE,
                "close",
                entry.id().name() + " in " + firewall,
                Call.of("close_in_" + firewall, entry.id().name(), entry.get(ZONES)));
    }
}
