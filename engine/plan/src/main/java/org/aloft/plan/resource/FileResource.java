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
import org.aloft.topology.model.MaskedText;

/**
 * A file with its whole content. What stood there before Aloft is kept under
 * {@code /var/lib/aloft/before}, with mode, owner and attributes, and given back when the file leaves the topology. A
 * symbolic link to a file is followed.
 *
 * @param path absolute
 * @param content as it lands on the host, and as it may be shown
 * @param mode permission bits, 0..07777
 * @param owner user and group, as chown(1) takes them: {@code root:root}
 * @param reason why it is wanted
 * @param requires what must be in force first
 */
public record FileResource(
        String path, MaskedText content, int mode, String owner, String reason, Set<ResourceId> requires)
        implements Resource {
    /** Files. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "file";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackFile(entry, now.answer(entry.id()));
        }
    };

    private static final String ROOT = "root:root";
    private static final String SHA256 = "sha256";
    private static final String PRESENT = "present";
    /** In place of a digest: whatever stands there was not written by Aloft. */
    private static final String NOT_OURS = "-";

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when the path is not absolute, or mode is outside of 0..07777
     */
    public FileResource {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("path must be absolute and name a file: path=" + path);
        }
        if (mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("mode must be 0..07777: mode=" + Integer.toOctalString(mode));
        }
        requires = Set.copyOf(requires);
    }

    /** A file that belongs to root. */
    public FileResource(String path, MaskedText content, int mode, String reason, Set<ResourceId> requires) {
        this(path, content, mode, ROOT, reason, requires);
    }

    /** A file without secrets that requires nothing. */
    public static FileResource of(String path, String content, int mode, String reason) {
        return new FileResource(path, MaskedText.plain(content), mode, reason, Set.of());
    }

    /** The id of the file at this path. */
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

    /** The digest of the content: the host sends back a file's text only where it differs. */
    @Override
    public String hint() {
        return Sha256.of(content.reveal());
    }

    @Override
    public Finding compare(Situation now) {
        Answer there = now.answer(id());
        return switch (there.get("state")) {
            case "absent" ->
                Change.of(Action.CREATE, "create", path, put(path).toArray(Call[]::new))
                        .withDiff(Diff.of("", shown()));
            case "file" -> compareFile(there, now.recorded());
            case "dangling" ->
                new Finding.Blocked(
                        path + " is a symbolic link to nothing", "remove the link, or make what it points to");
            default ->
                new Finding.Blocked(
                        "there is something at " + path + " that is not a file", "move it away, then plan again");
        };
    }

    private Finding compareFile(Answer there, Optional<Entry> recorded) {
        boolean sameContent = there.is(SHA256, hint());
        int modeThere = Integer.parseInt(there.get("mode"), 8);
        boolean sameMode = modeThere == mode && there.is("owner", owner);
        if (sameContent && sameMode) {
            return new Finding.Fine("content, mode and owner are as wanted");
        }
        String target = there.find("link").orElse(path);
        String link = target.equals(path) ? "" : ", followed to " + target;
        String summary = sameMode
                ? path + link
                : "%s%s: mode %04o %s → %04o %s".formatted(path, link, modeThere, there.get("owner"), mode, owner);
        List<Call> calls = new ArrayList<>(List.of(keep(path, recorded, there)));
        calls.addAll(put(target));
        Change change = Change.of(
                Action.UPDATE, recorded.isPresent() ? "update" : "adopt", summary, calls.toArray(Call[]::new));
        return sameContent ? change : change.withDiff(diff(there));
    }

    /** The same bytes with another mode go through here too: so owner, mode and label are set in one place. */
    private List<Call> put(String target) {
        List<Call> calls = new ArrayList<>();
        List<MaskedText> words =
                new ArrayList<>(List.of(MaskedText.plain(target), MaskedText.plain("%04o".formatted(mode)), content));
        if (!owner.equals(ROOT)) {
            words.add(MaskedText.plain(owner));
        }
        calls.add(new Call("put_file", words));
        reloadOfUnits(path).ifPresent(calls::add);
        return calls;
    }

    private static Call keep(String path, Optional<Entry> recorded, Answer there) {
        // Taken over as it was, and so never copied: the copy is due before the first change.
        boolean originalStillThere =
                recorded.filter(entry -> entry.was().equals(PRESENT)).isPresent() && !there.is("before", "yes");
        String ours = originalStillThere
                ? NOT_OURS
                : recorded.map(entry -> entry.get(SHA256)).orElse(NOT_OURS);
        return Call.of("keep_file", path, ours);
    }

    static Optional<Call> reloadOfUnits(String path) {
        return path.startsWith("/etc/systemd/system/") ? Optional.of(Call.of("reload_units")) : Optional.empty();
    }

    private Diff diff(Answer there) {
        Optional<String> before = there.find("content");
        if (before.isEmpty()) {
            return Diff.saying(there.get("size") + " bytes are replaced: too long to show");
        }
        Optional<Diff> diff = SecretText.before(before.get(), content).map(shown -> Diff.of(shown, shown()));
        if (diff.isEmpty()) {
            return Diff.saying("it holds a secret: what is replaced is not shown");
        }
        if (!diff.get().text().isEmpty()) {
            return diff.get();
        }
        boolean onlyLineEnd =
                before.get().stripTrailing().equals(content.reveal().stripTrailing());
        return Diff.saying(onlyLineEnd ? "only the line end at its end changes" : "only a secret changes");
    }

    private String shown() {
        return SecretText.masked(content.shown());
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        if (now.recorded().isPresent()) {
            return Optional.of(now.recorded().get().with(SHA256, hint()));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(SHA256, hint());
        fields.put(Entry.WAS, now.answer(id()).is("state", "file") ? PRESENT : Entry.ABSENT);
        return Optional.of(new Entry(id(), fields));
    }

    private static Finding giveBackFile(Entry entry, Answer there) {
        String path = entry.id().name();
        if (!there.is("state", "file")) {
            return new Finding.Fine("is gone already");
        }
        List<Call> calls = new ArrayList<>();
        boolean giveBack = there.is("before", "yes");
        if (!giveBack && entry.was().equals(PRESENT)) {
            return new Finding.Fine("was there before Aloft, and is as it was");
        }
        calls.add(Call.of("keep_file", path, entry.get(SHA256)));
        calls.add(Call.of(giveBack ? "restore_file" : "remove_file", path));
        reloadOfUnits(path).ifPresent(calls::add);
        String summary = giveBack ? path + ": as it was before Aloft" : path;
        return Change.of(Action.REMOVE, giveBack ? "restore" : "remove", summary, calls.toArray(Call[]::new));
    }

    /** Never the content: it may hold secrets. */
    @Override
    public String toString() {
        return "FileResource[" + path + ", mode " + Integer.toOctalString(mode) + "]";
    }
}
