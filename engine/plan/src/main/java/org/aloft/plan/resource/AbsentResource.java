package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * A file or symbolic link that shall not be there. It is kept under {@code /var/lib/aloft/absent}, and comes back when
 * it is no longer listed, unless something else stands there by then. A directory is never taken away.
 *
 * @param path absolute
 * @param reason why it must go
 * @param requires what must be in force first: a package would bring it again
 */
public record AbsentResource(String path, String reason, Set<ResourceId> requires) implements Resource {
    /** What must not be there. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "absent";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackFile(entry, now.answer(entry.id()));
        }
    };

    private static final String STATE = "state";

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException when it is not absolute
     */
    public AbsentResource {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("path must be absolute and name a file: path=" + path);
        }
        requires = Set.copyOf(requires);
    }

    /** The id of what must not be at this path. */
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
                now.firstChanging(requires)
                        .<Finding>map(bringer -> Change.of(
                                Action.REMOVE,
                                "remove",
                                path + ", should " + bringer.name() + " bring it",
                                calls("take_away_what_came", path)))
                        .orElseGet(() -> new Finding.Fine("is not there"));
            case "file", "link" -> Change.of(Action.REMOVE, "remove", path, calls("take_away", path));
            default ->
                new Finding.Blocked(
                        "there is something at " + path + " that is not a file",
                        "only files and symbolic links are taken away: remove it by hand");
        };
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        // What comes again after it was taken away once is somebody's new version: the first one is given back all the
        // same.
        return now.recorded()
                .or(() -> Optional.of(Entry.was(id(), now.answer(id()).get(STATE))));
    }

    private static Finding giveBackFile(Entry entry, Answer there) {
        String path = entry.id().name();
        if (!there.is("kept", "yes")) {
            return new Finding.Fine("was not there before Aloft");
        }
        if (!there.is(STATE, Entry.ABSENT)) {
            return new Finding.Fine(
                    "something stands there again; what was there before Aloft is in /var/lib/aloft/absent");
        }
        return Change.of(Action.REMOVE, "restore", path + ": as it was before Aloft", calls("give_back", path));
    }

    private static Call[] calls(String function, String path) {
        List<Call> calls = new ArrayList<>(List.of(Call.of(function, path)));
        FileResource.reloadOfUnits(path).ifPresent(calls::add);
        return calls.toArray(Call[]::new);
    }
}
