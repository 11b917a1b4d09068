package org.aloft.plan.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * A boolean of SELinux's policy, now and after a reboot. Where SELinux is disabled, nothing is to be done.
 *
 * @param name as {@code semanage boolean -l} lists it
 * @param value on or off
 * @param reason why it is wanted
 * @param requires the packages, which may bring the tools, and a part of the policy
 */
public record SelinuxBooleanResource(String name, String value, String reason, Set<ResourceId> requires)
        implements Resource {
    /** Booleans of SELinux's policy. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "seboolean";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return SelinuxBooleanResource.giveBack(entry, now);
        }
    };

    /** What is in force. */
    private static final String VALUE = "value";
    /** What the next boot puts in force. */
    private static final String KEPT = "kept";
    /** In the manifest, what was in force, where that was not what was kept. */
    private static final String NOW = "now";

    public SelinuxBooleanResource {
        requires = Set.copyOf(requires);
    }

    /** The id of the boolean of this name. */
    public static ResourceId idOf(String name) {
        return KIND.id(name);
    }

    @Override
    public Kind kind() {
        return KIND;
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
        if (there.find(KEPT).isEmpty() && !Selinux.policyMayGrow(now)) {
            return new Finding.Blocked(
                    "SELinux's policy there knows no boolean " + name,
                    "semanage boolean -l lists those that it knows; a package of policy may be missing");
        }
        if (there.is(VALUE, value) && there.is(KEPT, value)) {
            return new Finding.Fine("is " + value + ", and stays so");
        }
        return Change.of(
                there.find(VALUE).isPresent() ? Action.UPDATE : Action.CREATE,
                "set",
                name + ": " + (there.is(VALUE, value) ? value + ", from now on after a reboot, too" : shown(there)),
                Call.of("set_seboolean", name, value, value));
    }

    private String shown(Answer there) {
        return there.find(VALUE).orElse("none") + " → " + value;
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Answer there = now.answer(id());
        if (now.recorded().isPresent() || !Selinux.isEnabled(there)) {
            return now.recorded();
        }
        // Where semanage is not there yet, what is in force is taken for what is kept.
        String kept = there.find(KEPT).or(() -> there.find(VALUE)).orElse(Entry.ABSENT);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Entry.WAS, kept);
        there.find(VALUE).filter(found -> !found.equals(kept)).ifPresent(found -> fields.put(NOW, found));
        return Optional.of(new Entry(id(), fields));
    }

    @Override
    public List<String> warnings(Situation now) {
        return Selinux.warnings(now.answer(id()), name);
    }

    private static Finding giveBack(Entry entry, Situation now) {
        String name = entry.id().name();
        String kept = entry.was();
        Answer there = now.answer(entry.id());
        if (kept.isEmpty() || kept.equals(Entry.ABSENT)) {
            return new Finding.Fine("its value before Aloft is not known");
        }
        if (!Selinux.isEnabled(there) && Selinux.lacksTool(there)) {
            return new Finding.Fine("SELinux is disabled there");
        }
        Optional<Finding> inTheWay = Selinux.inTheWay(there, now);
        if (inTheWay.isPresent()) {
            return inTheWay.get();
        }
        if (there.find(KEPT).isEmpty()) {
            return new Finding.Fine("is gone from SELinux's policy");
        }
        String before = entry.find(NOW).orElse(kept);
        if (there.is(KEPT, kept) && there.find(VALUE).orElse(before).equals(before)) {
            return new Finding.Fine("is " + before + ", as it was before Aloft");
        }
        return Change.of(
                Action.REMOVE,
                "restore",
                name + ": back to " + before + ", as it was before",
                Call.of("set_seboolean", name, before, kept));
    }
}
