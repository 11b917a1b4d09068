package org.aloft.plan.resource;

import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * A directory with its mode and owner; what is in it is not looked at. One that Aloft made goes when it leaves the
 * topology, unless somebody else has put something into it; one that was there before gets its mode and owner back.
 *
 * @param path absolute
 * @param mode permission bits, 0..07777
 * @param owner user and group, as chown(1) takes them
 * @param reason why it is wanted
 * @param requires what must be in force first
 */
public record DirectoryResource(String path, int mode, String owner, String reason, Set<ResourceId> requires)
        implements Resource {
    /** Directories. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "directory";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackDirectory(entry, now.answer(entry.id()));
        }
    };

    private static final String STATE = "state";
    private static final String DIRECTORY = "directory";
    private static final String OWNER = "owner";
    private static final String MODE = "mode";

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when the path is not absolute, or mode is outside of 0..07777
     */
    public DirectoryResource {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("path must be absolute, and not end with /: path=" + path);
        }
        if (mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("mode must be 0..07777: mode=" + Integer.toOctalString(mode));
        }
        requires = Set.copyOf(requires);
    }

    /** The id of the directory at this path. */
    public static ResourceId idOf(String path) {
        return KIND.id(path);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return path;
    }

    @Override
    public Finding compare(Situation now) {
        Answer there = now.answer(id());
        return switch (there.get(STATE)) {
            case Entry.ABSENT ->
                Change.of(
                        Action.CREATE,
                        "create",
                        "%s/: mode %04o %s".formatted(path, mode, owner),
                        Call.of("make_directory", path, octal(), owner));
            case DIRECTORY -> compareDirectory(there);
            default ->
                new Finding.Blocked(
                        "there is something at " + path + " that is not a directory", "move it away, then plan again");
        };
    }

    private Finding compareDirectory(Answer there) {
        int modeThere = Integer.parseInt(there.get(MODE), 8);
        if (modeThere == mode && there.is(OWNER, owner)) {
            return new Finding.Fine("mode and owner are as wanted");
        }
        return Change.of(
                Action.UPDATE,
                "set",
                "%s/: mode %04o %s → %04o %s".formatted(path, modeThere, there.get(OWNER), mode, owner),
                Call.of("set_directory", path, octal(), owner));
    }

    private String octal() {
        return "%04o".formatted(mode);
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Answer there = now.answer(id());
        String was = there.is(STATE, DIRECTORY) ? there.get(MODE) + " " + there.get(OWNER) : Entry.ABSENT;
        return now.recorded().or(() -> Optional.of(Entry.was(id(), was)));
    }

    private static Finding giveBackDirectory(Entry entry, Answer there) {
        String path = entry.id().name();
        if (!there.is(STATE, DIRECTORY)) {
            return new Finding.Fine("is gone already");
        }
        if (entry.was().equals(Entry.ABSENT)) {
            return Change.of(
                    Action.REMOVE,
                    "remove",
                    path + "/, unless there is something in it",
                    Call.of("remove_directory", path));
        }
        String[] was = entry.was().split(" ", 2);
        if (there.is(MODE, was[0]) && there.is(OWNER, was[1])) {
            return new Finding.Fine("was there before Aloft, with this mode and owner");
        }
        return Change.of(
                Action.REMOVE,
                "restore",
                path + "/: mode " + was[0] + " " + was[1] + ", as before Aloft",
                Call.of("set_directory", path, was[0], was[1]));
    }
}
