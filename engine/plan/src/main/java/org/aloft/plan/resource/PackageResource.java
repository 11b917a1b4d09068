package org.aloft.plan.resource;

import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * A package of the distribution, in any version. One that was installed before Aloft stays when it leaves the topology.
 *
 * @param packageName as the distribution's package manager knows it
 * @param reason why it is wanted
 */
public record PackageResource(String packageName, String reason) implements Resource {
    /** Packages. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "package";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            String name = entry.id().name();
            if (entry.was().equals(INSTALLED)) {
                return new Finding.Fine("was installed before Aloft");
            }
            return now.answer(entry.id()).is("state", INSTALLED)
                    ? Change.of(Action.REMOVE, "remove", "package " + name, Call.of("remove_package", name))
                    : new Finding.Fine("is gone already");
        }
    };

    private static final String INSTALLED = "installed";

    /** The id of the package of this name. */
    public static ResourceId idOf(String name) {
        return KIND.id(name);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return packageName;
    }

    @Override
    public Set<ResourceId> requires() {
        return Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        if (now.answer(id()).is("state", INSTALLED)) {
            return new Finding.Fine("installed");
        }
        if (now.machine().packageManager().isEmpty()) {
            return new Finding.Blocked(
                    "package " + packageName + " is missing, and none of apt-get, dnf, yum, zypper and apk is there to"
                            + " install it",
                    "install it by hand, then run again");
        }
        return Change.of(Action.CREATE, "install", "package " + packageName, Call.of("install_package", packageName));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        return now.recorded()
                .or(() -> Optional.of(
                        Entry.was(id(), now.answer(id()).is("state", INSTALLED) ? INSTALLED : Entry.ABSENT)));
    }
}
