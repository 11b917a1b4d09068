package org.aloft.plan.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.ResourceId;

/**
 * A version of the agent, unpacked and current. The version before it stays for a way back, older ones go.
 *
 * @param bundle the version
 * @param reason why it is wanted
 */
public record BundleResource(AgentBundle bundle, String reason) implements Resource {
    /** The agent's versions. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "bundle";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return now.answer(entry.id()).find("current").isPresent()
                    ? Change.of(Action.REMOVE, "remove", "all versions of aloftd", Call.of("remove_bundles"))
                    : new Finding.Fine("is gone already");
        }
    };

    /** The one bundle of a host. */
    public static final ResourceId ID = KIND.id("aloftd");

    /** Of a folder's free space, what unpacking takes: the tarball, the tree of about four times its size. */
    private static final int GROWTH = 5;

    private static final long MEBIBYTE = 1024L * 1024;

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return ID.name();
    }

    @Override
    public String hint() {
        return bundle.id();
    }

    @Override
    public Set<ResourceId> requires() {
        return Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        Optional<Finding.Blocked> misfit = misfit(now.machine());
        if (misfit.isPresent()) {
            return misfit.get();
        }
        Answer there = now.answer(ID);
        String current = there.get("current");
        if (!there.is("unpacked", bundle.id())) {
            return install(now.machine());
        }
        return current.equals(bundle.id())
                ? new Finding.Fine("unpacked and current")
                : Change.of(
                        Action.UPDATE,
                        "switch",
                        "aloftd " + (current.isEmpty() ? "none" : current) + " → " + bundle.id(),
                        Call.of("switch_bundle", bundle.id()));
    }

    private Optional<Finding.Blocked> misfit(Machine machine) {
        if (!machine.architecture().equals(bundle.architecture())) {
            return Optional.of(new Finding.Blocked(
                    "its processor is " + machine.architecture() + ", and this copy of aloftd is for "
                            + bundle.architecture(),
                    "run aloft from a checkout that was built on a machine with a " + machine.architecture()
                            + " processor, or set  agent: keepalived"));
        }
        if (machine.musl()) {
            return Optional.of(new Finding.Blocked(
                    "its C library is musl, and aloftd brings a Java runtime for glibc",
                    "use a distribution with glibc, or set  agent: keepalived"));
        }
        return Optional.empty();
    }

    private Finding install(Machine machine) {
        Long free = machine.freeBytes().getOrDefault("/opt", machine.freeBytes().get("/"));
        long needed = bundle.sizeBytes() * GROWTH;
        if (free != null && free < needed) {
            return new Finding.Blocked(
                    "/opt has %d MB free, and the agent needs %d MB".formatted(free / MEBIBYTE, needed / MEBIBYTE),
                    "make room, or mount a larger file system at " + AgentBundle.FOLDER);
        }
        return new Change(
                Action.CREATE,
                "install",
                "aloftd " + bundle.id(),
                Optional.empty(),
                List.of(Call.of("unpack_bundle", bundle.id(), bundle.sha256())),
                Effect.NONE,
                Optional.of(new Upload(bundle.file(), bundle.sizeBytes(), bundle.uploadedTo())));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        return Optional.of(now.recorded().orElse(Entry.was(ID, Entry.ABSENT)).with("id", bundle.id()));
    }
}
