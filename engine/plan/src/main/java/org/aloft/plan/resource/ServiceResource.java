package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.host.ServiceManager;
import org.aloft.topology.model.MaskedText;

/**
 * A service that is enabled and active. One that ran before Aloft runs on when it leaves the topology.
 *
 * @param unit as systemd calls it, with its suffix: {@code nginx.service}; elsewhere, the init script without it
 * @param replaces what must not run beside it, and is stopped and disabled when it starts
 * @param reason why it is wanted
 * @param requires what must be in force before it starts
 * @param restartOn resources whose change restarts it
 * @param reloadOn resources whose change makes it read its configuration again
 */
public record ServiceResource(
        String unit,
        Rival replaces,
        String reason,
        Set<ResourceId> requires,
        Set<ResourceId> restartOn,
        Set<ResourceId> reloadOn)
        implements Resource {
    /**
     * A unit that cannot run beside another.
     *
     * @param unit its name; empty for none
     * @param configuration the file that it reads, and that stays as it is
     */
    public record Rival(String unit, String configuration) {
        /** None. */
        public static final Rival NONE = new Rival("", "");

        boolean exists() {
            return !unit.isEmpty();
        }
    }

    /** Services. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "service";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackService(entry, now);
        }
    };

    private static final Set<String> ENABLED =
            Set.of("enabled", "enabled-runtime", "static", "indirect", "generated", "alias");
    private static final Set<String> ACTIVE = Set.of("active", "reloading", "activating");
    private static final String READS = "reads";
    private static final String SET_UNIT = "set_unit";
    private static final String REPLACED = "replaced";

    public ServiceResource {
        requires = Set.copyOf(requires);
        restartOn = Set.copyOf(restartOn);
        reloadOn = Set.copyOf(reloadOn);
    }

    /** The id of the unit of this name. */
    public static ResourceId idOf(String unit) {
        return KIND.id(unit);
    }

    /** A unit's full name: {@code nginx} is {@code nginx.service}. */
    public static String unitOf(String name) {
        return name.indexOf('.') < 0 ? name + ".service" : name;
    }

    /** Whether a unit runs, by what a host said of it. */
    public static boolean runs(Answer answer) {
        return State.of(answer).active();
    }

    /**
     * A unit's state.
     *
     * @param known whether the host has such a unit, or such an init script
     * @param enabled whether it starts at boot
     * @param active whether it runs
     */
    private record State(boolean known, boolean enabled, boolean active) {
        static State of(Answer answer) {
            return new State(
                    answer.is("load", "loaded"),
                    ENABLED.contains(answer.get("file")),
                    ACTIVE.contains(answer.get("active")));
        }

        static State of(String text) {
            return new State(
                    !text.isEmpty() && !text.equals(Entry.ABSENT),
                    text.startsWith("enabled"),
                    text.endsWith(",active"));
        }

        boolean on() {
            return enabled || active;
        }

        @Override
        public String toString() {
            return known ? (enabled ? "enabled" : "disabled") + (active ? ",active" : ",inactive") : Entry.ABSENT;
        }
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return unit;
    }

    @Override
    public Set<ResourceId> alsoAsks() {
        return replaces.exists()
                ? Set.of(idOf(replaces.unit()), FileResource.idOf(replaces.configuration()))
                : Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        if (!now.machine().manager().runs(unit)) {
            return new Finding.Blocked(
                    "systemd is not running there, and nobody else can run " + unit,
                    "take " + unit + " out of the topology for this host, or name a service in its place");
        }
        State state = State.of(now.answer(id()));
        State rival = rival(now);
        String pending = now.recorded().map(entry -> entry.get(Entry.PENDING)).orElse("");
        Optional<ResourceId> restartedBy = now.firstChanging(restartOn);
        Optional<ResourceId> reloadedBy = now.firstChanging(reloadOn).or(() -> now.firstChanging(readBefore(now)));
        if (rival.on() && !now.changing().contains(idOf(replaces.unit()))) {
            String summary = replaces.unit() + " → " + unit;
            return change(Action.UPDATE, "migrate", summary, Effect.RESTARTS, "replace_unit", replaces.unit());
        }
        if (!state.active()) {
            return change(Action.CREATE, "start", unit, Effect.STARTS, "restart_unit");
        }
        if (restartedBy.isPresent() || pending.equals(Entry.RESTART)) {
            return change(Action.UPDATE, "restart", unit + because(restartedBy), Effect.RESTARTS, "restart_unit");
        }
        if (reloadedBy.isPresent() || pending.equals(Entry.RELOAD)) {
            return change(Action.UPDATE, "reload", unit + because(reloadedBy), Effect.RELOADS, "reload_unit");
        }
        return state.enabled()
                ? new Finding.Fine("enabled" + atBoot(now) + " and active, and nothing that it reads changes")
                : change(Action.UPDATE, "enable", unit, Effect.NONE, "enable_unit");
    }

    private static String atBoot(Situation now) {
        String how = now.machine().manager().atBoot();
        return how.isEmpty() ? "" : " (" + how + ")";
    }

    private State rival(Situation now) {
        return State.of(replaces.exists() ? now.answer(idOf(replaces.unit())) : Answer.NONE);
    }

    private Change change(Action action, String verb, String summary, Effect effect, String function, String... words) {
        List<String> all = new ArrayList<>(List.of(unit));
        all.addAll(List.of(words));
        return Change.of(action, verb, summary, Call.of(function, all.toArray(String[]::new)))
                .withEffect(effect);
    }

    private static String because(Optional<ResourceId> changed) {
        return changed.map(id -> " (" + id.name() + " changes)").orElse(" (left over from an interrupted run)");
    }

    /** What it read according to the manifest: a file that leaves the topology is read again, too. */
    private static Set<ResourceId> readBefore(Situation now) {
        return now.recorded().map(entry -> reads(entry, now)).orElse(Set.of());
    }

    private static Set<ResourceId> reads(Entry entry, Situation now) {
        Set<String> names = entry.get(READS).lines().collect(Collectors.toSet());
        return now.changing().stream()
                .filter(id -> names.contains(id.toString()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(
                Entry.WAS,
                now.recorded()
                        .map(Entry::was)
                        .or(() -> beforeItWasReplaced(now))
                        .orElseGet(() -> State.of(now.answer(id())).toString()));
        Set<ResourceId> reads = new LinkedHashSet<>(restartOn);
        reads.addAll(reloadOn);
        if (!reads.isEmpty()) {
            fields.put(READS, reads.stream().map(ResourceId::toString).sorted().collect(Collectors.joining("\n")));
        }
        Optional<String> replacedBefore = now.recorded().flatMap(entry -> entry.find(REPLACED));
        // A rival that Aloft itself put there leaves for good.
        Optional<String> replacedNow = Optional.of(rival(now))
                .filter(state -> state.on() && !now.changing().contains(idOf(replaces.unit())))
                .map(state -> replaces.unit() + "=" + state);
        replacedBefore.or(() -> replacedNow).ifPresent(text -> fields.put(REPLACED, text));
        return Optional.of(new Entry(id(), fields));
    }

    /** Its state before the rival, which leaves now, took its place. */
    private Optional<String> beforeItWasReplaced(Situation now) {
        String prefix = unit + "=";
        return replaces.exists()
                ? now.facts()
                        .manifest()
                        .find(idOf(replaces.unit()))
                        .flatMap(entry -> entry.find(REPLACED))
                        .filter(text -> text.startsWith(prefix))
                        .map(text -> text.substring(prefix.length()))
                : Optional.empty();
    }

    private static Finding giveBackService(Entry entry, Situation now) {
        String unit = entry.id().name();
        State was = State.of(entry.was());
        State is = State.of(now.answer(entry.id()));
        if (was.enabled() && was.active()) {
            Set<ResourceId> reads = reads(entry, now);
            return reads.isEmpty() || !is.active()
                    ? new Finding.Fine("ran before Aloft")
                    : Change.of(
                                    Action.UPDATE,
                                    "reload",
                                    unit + because(reads.stream().findFirst()),
                                    Call.of("reload_unit", unit))
                            .withEffect(Effect.RELOADS);
        }
        Optional<String> replaced = entry.find(REPLACED);
        if (!is.on() && replaced.isEmpty()) {
            return new Finding.Fine("is off already");
        }
        List<Call> calls = new ArrayList<>();
        calls.add(
                was.on()
                        ? Call.of(SET_UNIT, unit, yes(was.enabled()), yes(was.active()))
                        : Call.of("remove_unit", unit));
        String summary = was.on() ? unit + ": " + was + ", as before Aloft" : "stop and disable " + unit;
        if (replaced.isPresent()) {
            int equals = replaced.get().lastIndexOf('=');
            String other = replaced.get().substring(0, equals);
            State otherWas = State.of(replaced.get().substring(equals + 1));
            if (now.vipsLiveOn()) {
                summary += "; " + other + " stays off, as its VIPs are on other hosts now";
            } else {
                calls.add(Call.of(SET_UNIT, other, yes(otherWas.enabled()), yes(otherWas.active())));
                summary += "; " + other + ": " + otherWas + ", as before Aloft";
            }
        }
        return Change.of(Action.REMOVE, was.on() ? "restore" : "remove", summary, calls.toArray(Call[]::new))
                .withEffect(was.active() ? Effect.NONE : Effect.STOPS);
    }

    /** The unit that a change of another starts: the one that was replaced once, and comes back. */
    public static Optional<String> startsInstead(Change change) {
        return change.calls().stream()
                .skip(1)
                .filter(call -> call.function().equals(SET_UNIT))
                .map(call -> call.words().stream().map(MaskedText::reveal).toList())
                .filter(words -> words.get(2).equals(yes(true)))
                .map(words -> words.get(0))
                .findFirst();
    }

    /** What the user should know where some of these are changed. */
    public static List<String> warningsOf(ServiceManager manager, List<Resource> wanted) {
        boolean hasServices =
                wanted.stream().anyMatch(resource -> resource.kind().equals(KIND));
        return switch (manager) {
            case SYSTEMD, OPENRC, SYSV -> List.of();
            case NONE ->
                hasServices
                        ? List.of("no service manager runs there: let whatever starts the container call "
                                + ServiceManager.BOOT + ", else nothing that Aloft starts comes back when the"
                                + " container starts again")
                        : List.of();
        };
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
