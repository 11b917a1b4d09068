package org.aloft.plan.resource;

import java.util.ArrayList;
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
 * @param opening {@code vrrp} (IP protocol 112), a port with its protocol ({@code 80/tcp}), or {@code replies}
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
            return close(entry);
        }
    };

    /** The opening that adverts need. */
    public static final String VRRP = "vrrp";

    /** What passes through in answer to connections that IPVS masquerades. */
    public static final String REPLIES = "replies";

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
        String firewall = there.get(FIREWALL);
        Optional<Entry> elsewhere = elsewhere(now);
        if (isOpen(now)) {
            return elsewhere.isEmpty()
                    ? new Finding.Fine("open in " + firewall)
                    : Change.of(
                            Action.REMOVE,
                            "close",
                            opening + " in " + elsewhere.get().get(FIREWALL) + ", for " + firewall
                                    + " runs now, where it is open",
                            closing(elsewhere.get()));
        }
        List<Call> calls = new ArrayList<>();
        elsewhere.ifPresent(entry -> calls.add(closing(entry)));
        calls.add(Call.of("open_in_" + firewall, opening, there.get(ZONES)));
        String instead =
                elsewhere.map(entry -> ", in place of " + entry.get(FIREWALL)).orElse("");
        return Change.of(Action.CREATE, "open", opening + " in " + firewall + instead, calls.toArray(Call[]::new));
    }

    /** That replies are known is the same setting for all firewalls: closed in one, it is closed in the other. */
    private boolean isOpen(Situation now) {
        return now.answer(id()).is("state", OPEN)
                && (!opening.equals(REPLIES) || elsewhere(now).isEmpty());
    }

    /** What is to be closed in a firewall that ran here before. */
    private Optional<Entry> elsewhere(Situation now) {
        return now.recorded().filter(entry -> !isIn(entry, now.answer(id())) && isToClose(entry));
    }

    private static boolean isIn(Entry entry, Answer there) {
        return there.is(FIREWALL, entry.get(FIREWALL));
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
        // Where another firewall has taken over, it is closed in the one before.
        Optional<Entry> recorded = now.recorded().filter(entry -> isIn(entry, there));
        Set<String> zones = new TreeSet<>();
        recorded.ifPresent(entry -> zones.addAll(words(entry.get(ZONES))));
        zones.addAll(words(there.get(ZONES)));
        Map<String, String> fields = new LinkedHashMap<>();
        String found = isOpen(now) ? OPEN : CLOSED;
        fields.put(Entry.WAS, recorded.map(Entry::was).orElse(found));
        fields.put(FIREWALL, there.get(FIREWALL));
        fields.put(ZONES, String.join(" ", zones));
        return Optional.of(new Entry(id(), fields));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    /** Also in a firewall that does not run now: it may start again. */
    private static Finding close(Entry entry) {
        return isToClose(entry)
                ? Change.of(Action.REMOVE, "close", entry.id().name() + " in " + entry.get(FIREWALL), closing(entry))
                : new Finding.Fine("was open before Aloft");
    }

    private static boolean isToClose(Entry entry) {
        return !entry.was().equals(OPEN) || !entry.get(ZONES).isEmpty();
    }

    private static Call closing(Entry entry) {
        return Call.of("close_in_" + entry.get(FIREWALL), entry.id().name(), entry.get(ZONES));
    }
}
