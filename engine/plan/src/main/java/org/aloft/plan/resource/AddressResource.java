package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.HeldAddress;
import org.aloft.plan.host.ResourceId;
import org.aloft.topology.model.IpPrefix;

/**
 * An address on an interface, now; or that it is not there. That it comes back after a reboot is the business of
 * {@link PersistenceResource}.
 *
 * @param address with its prefix length
 * @param networkInterface the interface that carries it
 * @param label such as {@code lo:0}, IPv4 only; empty for none
 * @param present whether it shall be there; else the interface must not carry the address, with any prefix length
 * @param reason why it is wanted
 * @param requires what must be in force first: for a VIP on {@code lo}, the arp parameters
 */
public record AddressResource(
        IpPrefix address,
        String networkInterface,
        String label,
        boolean present,
        String reason,
        Set<ResourceId> requires)
        implements Resource {
    /** Addresses. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "address";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackAddress(entry, now);
        }
    };

    private static final String PRESENT = "present";

    public AddressResource {
        requires = Set.copyOf(requires);
    }

    /** An address that an interface shall carry. */
    public static AddressResource on(
            String networkInterface, IpPrefix address, String label, String reason, Set<ResourceId> requires) {
        return new AddressResource(address, networkInterface, label, true, reason, requires);
    }

    /** An address that an interface must not carry. */
    public static AddressResource notOn(String networkInterface, IpPrefix address, String reason) {
        return new AddressResource(address, networkInterface, "", false, reason, Set.of());
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    /** {@code 192.168.100.10/32@lo}; without the length where none may be there. */
    @Override
    public String name() {
        return (present ? address.toString() : address.host()) + "@" + networkInterface;
    }

    @Override
    public Finding compare(Situation now) {
        List<HeldAddress> carried = now.machine().carried(address.host(), networkInterface);
        return present ? compareWanted(carried) : compareUnwanted(carried, now);
    }

    private Finding compareWanted(List<HeldAddress> carried) {
        boolean there = carried.stream().anyMatch(this::same);
        List<HeldAddress> others = carried.stream().filter(held -> !same(held)).toList();
        if (there && others.isEmpty()) {
            return new Finding.Fine(networkInterface + " carries it");
        }
        List<Call> calls = new ArrayList<>();
        if (!there) {
            calls.add(Call.of("add_address", address.toString(), networkInterface, label));
        }
        others.forEach(other -> calls.add(remove(other)));
        String summary = address + " on " + networkInterface;
        if (others.isEmpty()) {
            return Change.of(Action.CREATE, "add", summary, calls.toArray(Call[]::new));
        }
        String before = others.stream().map(HeldAddress::address).collect(Collectors.joining(", "));
        return Change.of(Action.UPDATE, "replace", summary + ", in place of " + before, calls.toArray(Call[]::new));
    }

    private boolean same(HeldAddress held) {
        return held.address().equals(address.toString());
    }

    private Finding compareUnwanted(List<HeldAddress> carried, Situation now) {
        List<HeldAddress> left = carried.stream()
                .filter(held -> !now.changing().contains(KIND.id(held.address() + "@" + networkInterface)))
                .toList();
        if (left.isEmpty()) {
            return new Finding.Fine(
                    carried.isEmpty() ? networkInterface + " does not carry it" : "is taken away already");
        }
        String summary =
                left.stream().map(HeldAddress::address).collect(Collectors.joining(", ")) + " from " + networkInterface;
        return Change.of(
                Action.REMOVE,
                "remove",
                summary,
                left.stream().map(AddressResource::remove).toArray(Call[]::new));
    }

    private static Call remove(HeldAddress held) {
        return Call.of("remove_address", held.address(), held.networkInterface());
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        if (!present) {
            return Optional.empty();
        }
        return now.recorded().or(() -> {
            List<HeldAddress> carried = now.machine().carried(address.host(), networkInterface);
            String before = carried.stream().anyMatch(this::same)
                    ? PRESENT
                    : carried.stream().map(HeldAddress::address).findFirst().orElse(Entry.ABSENT);
            return Optional.of(Entry.was(id(), before));
        });
    }

    private static Finding giveBackAddress(Entry entry, Situation now) {
        String name = entry.id().name();
        int at = name.lastIndexOf('@');
        HeldAddress ours = new HeldAddress(name.substring(0, at), name.substring(at + 1));
        if (!now.machine().addresses().contains(ours)) {
            return new Finding.Fine("is gone already");
        }
        if (entry.was().equals(PRESENT)) {
            return new Finding.Fine("was there before Aloft");
        }
        String summary = ours.address() + " from " + ours.networkInterface();
        if (entry.was().equals(Entry.ABSENT)) {
            return Change.of(Action.REMOVE, "remove", summary, remove(ours));
        }
        return Change.of(
                Action.REMOVE,
                "restore",
                summary + ", back to " + entry.was(),
                Call.of("add_address", entry.was(), ours.networkInterface(), ""),
                remove(ours));
    }
}
