package org.aloft.plan.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;
import org.aloft.topology.model.SysctlKey;

/**
 * A kernel parameter's value, now. That it is the same after a reboot is the business of the file {@link #FILE}, which
 * holds all of a host's parameters and requires each of them: a value that the kernel refuses is never made permanent.
 *
 * @param key as in sysctl.d(5): {@code net.ipv4.ip_forward}, or {@code net/ipv4/conf/eth0.5/send_redirects}
 * @param value what shall stand there
 * @param reason why it is wanted
 */
public record SysctlResource(String key, String value, String reason) implements Resource {
    /** Kernel parameters. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "sysctl";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            String key = entry.id().name();
            String before = entry.was();
            if (before.isEmpty() || before.equals(Entry.ABSENT)) {
                return new Finding.Fine("its value before Aloft is not known");
            }
            if (now.answer(entry.id()).is(VALUE, before)) {
                return new Finding.Fine("is " + before + ", as it was before Aloft");
            }
            return Change.of(
                    Action.REMOVE,
                    "restore",
                    key + ": back to " + before + ", as it was before",
                    Call.of("set_sysctl", SysctlKey.path(key), before));
        }
    };

    /** Where the values are kept for the next boot: read after 99-sysctl.conf, which is {@code /etc/sysctl.conf}. */
    public static final String FILE = "/etc/sysctl.d/99-zz-aloft.conf";

    private static final String VALUE = "value";

    /** The id of the parameter with this key, however it is spelled. */
    public static ResourceId idOf(String key) {
        return KIND.id(SysctlKey.normal(key));
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return SysctlKey.normal(key);
    }

    @Override
    public String hint() {
        return path();
    }

    @Override
    public Set<ResourceId> requires() {
        return Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        Optional<String> there = now.answer(id()).find(VALUE).map(SysctlResource::normal);
        if (there.equals(Optional.of(normal(value)))) {
            return new Finding.Fine("is " + there.get());
        }
        return Change.of(
                there.isPresent() ? Action.UPDATE : Action.CREATE,
                "set",
                key + ": " + there.orElse("none") + " → " + value,
                Call.of("set_sysctl", path(), value));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        return now.recorded()
                .or(() -> Optional.of(Entry.was(
                        id(),
                        now.answer(id()).find(VALUE).map(SysctlResource::normal).orElse(Entry.ABSENT))));
    }

    @Override
    public List<String> warnings(Situation now) {
        return now.machine().sysctlConf().entrySet().stream()
                .filter(line -> SysctlKey.path(line.getKey()).equals(path())
                        && !normal(line.getValue()).equals(normal(value)))
                .map(line -> "/etc/sysctl.conf sets " + line.getKey() + " = " + line.getValue()
                        + ", which `sysctl -p` and `sysctl --system` put in force in place of " + value
                        + ": take the line out")
                .toList();
    }

    /** The file of the running kernel. */
    public String path() {
        return SysctlKey.path(key);
    }

    /** A value as the kernel prints it: runs of blanks are one space. */
    public static String normal(String value) {
        // Nearly all are one word, and a regular expression for each would be felt with many hosts.
        return value.chars().noneMatch(Character::isWhitespace)
                ? value
                : value.strip().replaceAll("\\s+", " ");
    }
}
