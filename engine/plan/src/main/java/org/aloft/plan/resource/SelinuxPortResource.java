package org.aloft.plan.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * The type by which SELinux's policy knows a port, now and after a reboot. Where SELinux is disabled, nothing is to be
 * done. What a host's administrator has said comes before what the policy says, and is what is given back.
 *
 * @param port a port, or first-last, a slash and its protocol: {@code 8080/tcp}
 * @param type such as {@code http_port_t}
 * @param reason why it is wanted
 * @param requires the packages, which may bring the tools, and a part of the policy
 */
public record SelinuxPortResource(String port, String type, String reason, Set<ResourceId> requires)
        implements Resource {
    /** Ports of SELinux's policy. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "seport";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return SelinuxPortResource.giveBack(entry, now);
        }
    };

    /** The type that is in force. */
    private static final String TYPE = "type";
    /** The type that the host's administrator has given to exactly these ports. */
    private static final String OWN = "own";

    public SelinuxPortResource {
        requires = Set.copyOf(requires);
    }

    /** The id of the port of this name. */
    public static ResourceId idOf(String port) {
        return KIND.id(port);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return port;
    }

    @Override
    public Finding compare(Situation now) {
        Answer there = now.answer(id());
        if (!Selinux.isEnabled(there)) {
            return new Finding.Fine("SELinux is disabled there");
        }
        Optional<Finding> inTheWay = Selinux.inTheWay(there, now);
        if (inTheWay.isPresent()) {
            return inTheWay.get();
        }
        if (there.is(TYPE, type)) {
            return new Finding.Fine("is " + type);
        }
        return Change.of(
                there.find(OWN).isPresent() ? Action.UPDATE : Action.CREATE,
                "label",
                port + ": " + there.find(TYPE).orElse("none") + " → " + type,
                Call.of("set_seport", port, type));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Answer there = now.answer(id());
        return now.recorded().isPresent() || !Selinux.isEnabled(there)
                ? now.recorded()
                : Optional.of(Entry.was(id(), there.find(OWN).orElse(Entry.ABSENT)));
    }

    @Override
    public List<String> warnings(Situation now) {
        return Selinux.warnings(now.answer(id()), port);
    }

    private static Finding giveBack(Entry entry, Situation now) {
        String port = entry.id().name();
        String before = entry.was();
        Answer there = now.answer(entry.id());
        if (!Selinux.isEnabled(there) && Selinux.lacksTool(there)) {
            return new Finding.Fine("SELinux is disabled there");
        }
        Optional<Finding> inTheWay = Selinux.inTheWay(there, now);
        if (inTheWay.isPresent()) {
            return inTheWay.get();
        }
        if (there.find(OWN).orElse(Entry.ABSENT).equals(before)) {
            return new Finding.Fine("is as it was before Aloft");
        }
        return before.equals(Entry.ABSENT)
                ? Change.of(
                        Action.REMOVE,
                        "restore",
                        port + ": back to what the policy says of it",
                        Call.of("remove_seport", port))
                : Change.of(
                        Action.REMOVE,
                        "restore",
                        port + ": back to " + before + ", as it was before",
                        Call.of("set_seport", port, before));
    }
}
