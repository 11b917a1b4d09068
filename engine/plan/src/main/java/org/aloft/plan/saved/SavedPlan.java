package org.aloft.plan.saved;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aloft.plan.rollout.PlanOptions;

/**
 * A plan that is kept: what it was made from, and digests of it. It holds no step, and nothing secret: planning is a
 * pure function, so whoever carries it out plans anew and compares.
 *
 * @param origin who made it, and from which files
 * @param options of planning
 * @param salt of the digests
 * @param bundle the agent's version
 * @param input digest of what is wanted
 * @param order digest of the order, the proofs and the impact
 * @param steps how many steps it has
 * @param hosts name → what was found and is done there, for every host that was asked
 */
public record SavedPlan(
        Origin origin,
        PlanOptions options,
        String salt,
        String bundle,
        String input,
        String order,
        long steps,
        Map<String, SavedHost> hosts) {
    private static final String NOT_ASKED = "-";

    public SavedPlan {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    /**
     * Where a plan comes from.
     *
     * @param version of Aloft
     * @param by user and machine
     * @param at ISO 8601
     * @param topology the file, absolute
     * @param inventories those that were given beside it, absolute
     */
    public record Origin(String version, String by, String at, String topology, List<String> inventories) {
        public Origin {
            inventories = List.copyOf(inventories);
        }
    }

    /**
     * One host of a plan.
     *
     * @param found resource → its state, as far as that may be shown
     * @param facts digest of all that was found; {@code -} where the host could not be asked
     * @param steps digest of what is done
     */
    public record SavedHost(Map<String, String> found, String facts, String steps) {
        public SavedHost {
            found = Collections.unmodifiableMap(new TreeMap<>(found));
        }
    }

    /**
     * A plan as it is kept.
     *
     * @param salt 32 hexadecimal digits, another for each plan
     */
    public static SavedPlan of(Planned planned, PlanOptions options, Origin origin, String salt) {
        SlowDigest digest = new SlowDigest(salt);
        Fingerprint fingerprint = new Fingerprint(planned);
        // Slow on purpose, and so on all processors.
        Map<String, SavedHost> digested = planned.states().entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(
                        Map.Entry::getKey,
                        entry -> new SavedHost(
                                Fingerprint.shown(entry.getValue()),
                                Fingerprint.facts(entry.getValue())
                                        .map(digest::of)
                                        .orElse(NOT_ASKED),
                                digest.of(fingerprint.steps(entry.getKey())))));
        Map<String, SavedHost> hosts = new LinkedHashMap<>();
        planned.states().keySet().forEach(host -> hosts.put(host, digested.get(host)));
        return new SavedPlan(
                origin,
                options,
                salt,
                planned.bundle(),
                digest.of(fingerprint.input()),
                digest.of(fingerprint.order()),
                planned.plan().steps().count(),
                hosts);
    }

    /** Whether a plan that was made anew is for the same topology, inventory and templates. */
    public boolean wantsTheSame(Planned planned) {
        return new SlowDigest(salt).of(new Fingerprint(planned).input()).equals(input);
    }

    /**
     * In what a plan that was made anew differs from this one; empty when it is the same.
     *
     * @param planned made with this one's options
     * @param version of the Aloft that made it
     */
    public List<String> differences(Planned planned, String version) {
        SavedPlan now = of(planned, options, origin, salt);
        List<String> differences = new ArrayList<>();
        if (!origin.version().equals(version)) {
            differences.add("Aloft " + origin.version() + " made it, and this is " + version);
        }
        if (!bundle.equals(now.bundle)) {
            differences.add("the agent was " + bundle + ", and is " + now.bundle);
        }
        if (!input.equals(now.input)) {
            differences.add("the topology, its inventory or a template says something else now");
        }
        Set<String> names = new LinkedHashSet<>(hosts.keySet());
        names.addAll(now.hosts.keySet());
        for (String host : names) {
            difference(host, now, differences);
        }
        if (differences.isEmpty()) {
            for (String host : names) {
                if (!hosts.get(host).steps().equals(now.hosts.get(host).steps())) {
                    differences.add(host + ": something else would be done there");
                }
            }
            if (!order.equals(now.order)) {
                differences.add("the order, the proofs or the impact would be others");
            }
        }
        return differences;
    }

    private void difference(String host, SavedPlan now, List<String> differences) {
        if (!hosts.containsKey(host) || !now.hosts.containsKey(host)) {
            differences.add(host + (hosts.containsKey(host) ? " is asked no more" : " was not asked then"));
            return;
        }
        SavedHost before = hosts.get(host);
        SavedHost after = now.hosts.get(host);
        if (before.facts().equals(after.facts())) {
            return;
        }
        if (before.facts().equals(NOT_ASKED) || after.facts().equals(NOT_ASKED)) {
            differences.add(
                    host + (after.facts().equals(NOT_ASKED) ? " cannot be asked now" : " could not be asked then"));
            return;
        }
        // Only what both were asked for: another topology asks for other things, and that is said already.
        List<String> changed = before.found().keySet().stream()
                .filter(after.found()::containsKey)
                .filter(id -> !before.found().get(id).equals(after.found().get(id)))
                .map(id -> id + " was: " + before.found().get(id) + "; is: "
                        + after.found().get(id))
                .toList();
        if (!changed.isEmpty()) {
            differences.add(host + ": " + String.join("; ", changed));
        } else if (input.equals(now.input)) {
            differences.add(host + ": the content of a file there, an address or the manifest has changed");
        }
    }
}
