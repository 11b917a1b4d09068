package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * An account of the host. One that Aloft made goes when it leaves the topology, its files stay; one that was there before
 * gets its shell and home back, and leaves the groups that it was put into.
 *
 * @param user its name
 * @param system whether a new one gets a number of the system's range
 * @param shell its log-in shell; empty: whatever it is
 * @param home its home directory, which is not made; empty: whatever it is
 * @param groups groups that it is in beside others, with blanks between; they must be there
 * @param reason why it is wanted
 * @param requires what must be in force first: a package may bring one of the groups
 */
public record UserResource(
        String user, boolean system, String shell, String home, String groups, String reason, Set<ResourceId> requires)
        implements Resource {
    /** Accounts. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "user";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackUser(entry, now.answer(entry.id()));
        }
    };

    private static final String STATE = "state";
    private static final String PRESENT = "present";
    private static final String SHELL = "shell";
    private static final String HOME = "home";
    /** In the manifest: the groups that it was put into. */
    private static final String JOINED = "joined";

    /** Takes a copy of the requirements. */
    public UserResource {
        requires = Set.copyOf(requires);
    }

    /** The id of the account of this name. */
    public static ResourceId idOf(String user) {
        return KIND.id(user);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return user;
    }

    @Override
    public Finding compare(Situation now) {
        Answer there = now.answer(id());
        if (!there.is(STATE, PRESENT)) {
            return Change.of(
                    Action.CREATE,
                    "create",
                    "user " + user + described(),
                    Call.of("add_user", user, system ? "yes" : "no", shell, home, groups));
        }
        List<String> differences = new ArrayList<>();
        addDifference(differences, SHELL, shell, there);
        addDifference(differences, HOME, home, there);
        List<String> missing = missingGroups(there);
        if (!missing.isEmpty()) {
            differences.add("joins " + String.join(", ", missing));
        }
        return differences.isEmpty()
                ? new Finding.Fine("is there, as wanted")
                : Change.of(
                        Action.UPDATE,
                        "set",
                        "user " + user + ": " + String.join("; ", differences),
                        Call.of("set_user", user, shell, home, String.join(" ", missing)));
    }

    private static void addDifference(List<String> differences, String key, String wanted, Answer there) {
        if (!wanted.isEmpty() && !there.is(key, wanted)) {
            differences.add(key + " " + there.get(key) + " → " + wanted);
        }
    }

    private String described() {
        List<String> words = new ArrayList<>();
        if (system) {
            words.add("system account");
        }
        if (!shell.isEmpty()) {
            words.add("shell " + shell);
        }
        if (!home.isEmpty()) {
            words.add("home " + home);
        }
        if (!groups.isEmpty()) {
            words.add("in " + groups.replace(" ", ", "));
        }
        return words.isEmpty() ? "" : ": " + String.join("; ", words);
    }

    private List<String> missingGroups(Answer there) {
        List<String> missing = new ArrayList<>(words(groups));
        missing.removeAll(words(there.get("groups")));
        return missing;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Answer there = now.answer(id());
        if (now.recorded().isEmpty() && !there.is(STATE, PRESENT)) {
            return Optional.of(Entry.was(id(), Entry.ABSENT));
        }
        if (now.recorded().filter(entry -> entry.was().equals(Entry.ABSENT)).isPresent()) {
            return now.recorded();
        }
        Entry before = now.recorded().orElseGet(() -> asFound(there));
        List<String> joined = new ArrayList<>(words(before.get(JOINED)));
        joined.addAll(missingGroups(there));
        return Optional.of(joined.isEmpty() ? before : before.with(JOINED, String.join(" ", joined)));
    }

    private Entry asFound(Answer there) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Entry.WAS, PRESENT);
        fields.put(SHELL, there.get(SHELL));
        fields.put(HOME, there.get(HOME));
        return new Entry(id(), fields);
    }

    private static Finding giveBackUser(Entry entry, Answer there) {
        String user = entry.id().name();
        if (!there.is(STATE, PRESENT)) {
            return new Finding.Fine("is gone already");
        }
        if (entry.was().equals(Entry.ABSENT)) {
            return Change.of(
                    Action.REMOVE, "remove", "user " + user + "; its files stay", Call.of("remove_user", user));
        }
        String shell = there.is(SHELL, entry.get(SHELL)) ? "" : entry.get(SHELL);
        String home = there.is(HOME, entry.get(HOME)) ? "" : entry.get(HOME);
        List<String> joined = new ArrayList<>(words(entry.get(JOINED)));
        joined.retainAll(words(there.get("groups")));
        if (shell.isEmpty() && home.isEmpty() && joined.isEmpty()) {
            return new Finding.Fine("was there before Aloft, and is as it was");
        }
        return Change.of(
                Action.REMOVE,
                "restore",
                "user " + user + ": as before Aloft",
                Call.of("restore_user", user, shell, home, String.join(" ", joined)));
    }
}
