package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.HeldAddress;
import org.aloft.plan.host.ResourceId;
import org.aloft.topology.model.IpPrefix;

/**
 * That an interface carries addresses after a reboot, too, by the host's own means ({@link BootMeans}). What somebody
 * else puts there at boot already is left to them. That it carries them now is the business of {@link AddressResource}.
 *
 * @param networkInterface the interface
 * @param addresses what it shall carry
 * @param sysctls kernel parameters that must be in force before: path below {@code /proc/sys} → value
 * @param reason why it is wanted
 * @param requires what must be in force first: the addresses themselves, and the file that sets the parameters at boot
 */
public record PersistenceResource(
        String networkInterface,
        List<Lasting> addresses,
        Map<String, String> sysctls,
        String reason,
        Set<ResourceId> requires)
        implements Resource {
    /** What outlasts a reboot. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "persistence";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return takeAway(entry, now.answer(entry.id()));
        }
    };

    private static final String MEANS = "means";
    /** In the manifest: a line a file, its path and the digest of what Aloft wrote. */
    private static final String FILES = "files";

    /**
     * One of the addresses.
     *
     * @param address with its prefix length
     * @param label such as {@code lo:0}, IPv4 only; empty for none
     */
    public record Lasting(IpPrefix address, String label) {}

    public PersistenceResource {
        addresses = List.copyOf(addresses);
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
        requires = Set.copyOf(requires);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return networkInterface;
    }

    @Override
    public String hint() {
        return text(addresses, " ");
    }

    @Override
    public Finding compare(Situation now) {
        Answer there = now.answer(id());
        Boot boot = boot(now);
        Map<String, String> before =
                now.recorded().map(PersistenceResource::files).orElse(Map.of());
        List<String> leaving = before.keySet().stream()
                .filter(path ->
                        boot.files().stream().noneMatch(file -> file.path().equals(path)))
                .filter(path -> there.find(path).isPresent())
                .toList();
        List<Call> calls = put(boot, before, there);
        now.recorded().filter(entry -> !leaving.isEmpty()).ifPresent(entry -> calls.addAll(calls(entry, leaving)));
        // The unit of a version of Aloft before takes the addresses along when it leaves.
        if (now.changing().contains(ServiceResource.idOf(BootMeans.NAME_OF_UNIT))) {
            addresses.forEach(each ->
                    calls.add(Call.of("add_address", each.address().toString(), networkInterface, each.label())));
        }
        if (calls.isEmpty()) {
            return new Finding.Fine(by(boot, there));
        }
        String replaced = leaving.isEmpty() ? "" : ", in place of " + String.join(", ", leaving);
        Change change = Change.of(
                before.isEmpty() ? Action.CREATE : Action.UPDATE,
                "keep",
                by(boot, there) + replaced,
                calls.toArray(Call[]::new));
        return before.isEmpty() ? change.withDiff(Diff.of("", boot.content())) : change;
    }

    private static List<Call> put(Boot boot, Map<String, String> before, Answer there) {
        List<Call> calls = new ArrayList<>();
        for (BootMeans.BootFile file : boot.files()) {
            if (!there.is(file.path(), file.state())) {
                Optional.ofNullable(before.get(file.path()))
                        .ifPresent(digest -> calls.add(Call.of("keep_file", file.path(), digest)));
                calls.add(file.put());
            }
        }
        BootMeans means = boot.choice().means();
        if (!boot.files().isEmpty() && (!calls.isEmpty() || !means.inForce(there))) {
            calls.addAll(means.putInForce());
        }
        return calls;
    }

    /** {@code 10.0.0.10/32 on lo after a reboot by FILE, because systemd-networkd is active}. */
    private String by(Boot boot, Answer there) {
        List<String> parts = new ArrayList<>();
        Map<String, List<Lasting>> kept = addresses.stream()
                .filter(each -> keptBy(each, there).isPresent())
                .collect(Collectors.groupingBy(
                        each -> keptBy(each, there).orElseThrow(), LinkedHashMap::new, Collectors.toList()));
        kept.forEach((file, some) ->
                parts.add("%s on %s after a reboot by %s, which was there".formatted(text(some, ", "), name(), file)));
        if (!boot.files().isEmpty()) {
            String paths = boot.files().stream().map(BootMeans.BootFile::path).collect(Collectors.joining(", "));
            parts.add(text(boot.left(), ", ") + " on " + name() + " after a reboot by " + paths + ", because "
                    + boot.choice().why());
        }
        return String.join("; ", parts);
    }

    /**
     * What the next boot shall find.
     *
     * @param left the addresses that nobody else puts there
     * @param choice the means for them
     * @param files what that reads; none where nothing is left
     */
    private record Boot(List<Lasting> left, BootMeans.Choice choice, List<BootMeans.BootFile> files) {
        String content() {
            return files.stream().map(BootMeans.BootFile::content).collect(Collectors.joining("\n"));
        }
    }

    private Boot boot(Situation now) {
        Answer there = now.answer(id());
        List<Lasting> left =
                addresses.stream().filter(each -> keptBy(each, there).isEmpty()).toList();
        BootMeans.Choice choice = BootMeans.choose(now.machine().manager(), there, left, isAlone(left, now));
        return new Boot(
                left,
                choice,
                left.isEmpty()
                        ? List.of()
                        : choice.means().files(new BootMeans.Wanted(networkInterface, left, sysctls), there));
    }

    /** Whether nobody but Aloft has put an address on the interface, nor will. */
    private boolean isAlone(List<Lasting> left, Situation now) {
        Set<String> ours = left.stream().map(each -> each.address().host()).collect(Collectors.toSet());
        return left.size() == addresses.size()
                && now.machine().addresses().stream()
                        .filter(held -> held.networkInterface().equals(networkInterface))
                        .filter(held ->
                                !held.host().startsWith("127.") && !held.host().equals("::1"))
                        .allMatch(held -> ours.contains(held.host()) || isOfAloft(held, now));
    }

    private static boolean isOfAloft(HeldAddress held, Situation now) {
        ResourceId id = AddressResource.KIND.id(held.address() + "@" + held.networkInterface());
        return now.facts().manifest().find(id).isPresent();
    }

    /** The file of somebody else's that puts it there. */
    private static Optional<String> keptBy(Lasting each, Answer there) {
        return there.find("kept-" + each.address().host());
    }

    private static String text(List<Lasting> some, String separator) {
        return some.stream().map(each -> each.address().toString()).collect(Collectors.joining(separator));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        Boot boot = boot(now);
        if (boot.files().isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(MEANS, boot.choice().means().word());
        fields.put(
                FILES,
                boot.files().stream()
                        .map(file -> file.path() + " " + Sha256.of(file.content()))
                        .collect(Collectors.joining("\n")));
        return Optional.of(new Entry(id(), fields));
    }

    @Override
    public List<String> warnings(Situation now) {
        Answer there = now.answer(id());
        List<String> warnings = new ArrayList<>();
        for (Lasting each : addresses) {
            there.find("differs-" + each.address().host())
                    .ifPresent(found -> warnings.add("%s on %s at every boot, where %s is right: change it there"
                            .formatted(found, networkInterface, each.address())));
        }
        return warnings;
    }

    private static Finding takeAway(Entry entry, Answer there) {
        List<String> present = files(entry).keySet().stream()
                .filter(path -> there.find(path).isPresent())
                .toList();
        return present.isEmpty()
                ? new Finding.Fine("is gone already")
                : Change.of(
                        Action.REMOVE,
                        "remove",
                        String.join(", ", present),
                        calls(entry, present).toArray(Call[]::new));
    }

    /** What takes some files of an entry away; one that was changed by hand is copied first. */
    private static List<Call> calls(Entry entry, List<String> paths) {
        Map<String, String> digests = files(entry);
        List<Call> calls = new ArrayList<>();
        for (String path : paths) {
            calls.add(Call.of("keep_file", path, digests.get(path)));
            calls.add(Call.of("remove_file", path));
        }
        return BootMeans.find(entry.get(MEANS))
                .map(means -> means.takeAway(calls))
                .orElse(calls);
    }

    /** Path → digest. */
    private static Map<String, String> files(Entry entry) {
        Map<String, String> files = new LinkedHashMap<>();
        entry.get(FILES).lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            files.put(line.substring(0, space), line.substring(space + 1));
        });
        return files;
    }
}
