package org.aloft.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.aloft.plan.rollout.Proof;
import org.aloft.topology.model.Host;

/**
 * Looks whether what must hold after a wave holds, and waits a while for it. Each look is one script a host, however
 * many proofs there are. Used by one thread.
 */
final class ProofCheck {
    /** An agent may take ten seconds to start on a small host, and three adverts to become active. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration ONE_LOOK = Duration.ofSeconds(20);
    private static final String MARK = "@aloft-proof ";

    private final Fleet fleet;
    private final Function<String, Host> hosts;
    private final LongSupplier nanoTime;

    ProofCheck(Fleet fleet, Function<String, Host> hosts, LongSupplier nanoTime) {
        this.fleet = fleet;
        this.hosts = hosts;
        this.nanoTime = nanoTime;
    }

    /**
     * What a proof came to.
     *
     * @param proof which
     * @param missing what was seen instead; empty when it held as long as it must
     */
    record Result(Proof proof, Optional<String> missing) {}

    /** Waits until all hold, or time is up; the results in the order of the proofs. */
    List<Result> await(List<Proof> proofs) throws InterruptedException {
        Map<Proof, Long> since = new LinkedHashMap<>();
        Map<Proof, Result> settled = new LinkedHashMap<>();
        Duration longest =
                proofs.stream().map(Proof::holdsFor).max(Duration::compareTo).orElse(Duration.ZERO);
        long end = nanoTime.getAsLong() + PATIENCE.plus(longest).toNanos();
        while (true) {
            List<Proof> open =
                    proofs.stream().filter(proof -> !settled.containsKey(proof)).toList();
            if (open.isEmpty()) {
                return proofs.stream().map(settled::get).toList();
            }
            boolean last = nanoTime.getAsLong() >= end;
            look(open).forEach((proof, missing) -> {
                long now = nanoTime.getAsLong();
                if (missing.isPresent()) {
                    since.remove(proof);
                } else {
                    since.putIfAbsent(proof, now);
                }
                boolean held = missing.isEmpty()
                        && now - since.get(proof) >= proof.holdsFor().toNanos();
                if (held || last) {
                    settled.put(proof, new Result(proof, held ? Optional.empty() : Optional.of(seen(proof, missing))));
                }
            });
            if (settled.size() < proofs.size()) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    private static String seen(Proof proof, Optional<String> missing) {
        return missing.orElse("it did not hold for " + proof.holdsFor().toMillis() + " ms without a break");
    }

    /** One look at each proof: what is missing. */
    private Map<Proof, Optional<String>> look(List<Proof> proofs) throws InterruptedException {
        Map<String, StringBuilder> scripts = new LinkedHashMap<>();
        for (int i = 0; i < proofs.size(); i++) {
            for (String host : proofs.get(i).hosts()) {
                scripts.computeIfAbsent(host, name -> new StringBuilder())
                        .append("echo '" + MARK + i + "'\n(" + proofs.get(i).script() + ") 2>/dev/null\n");
            }
        }
        Set<Host> asked = new LinkedHashSet<>();
        scripts.keySet().forEach(host -> asked.add(hosts.apply(host)));
        Map<String, Fleet.Outcome<String>> outcomes = fleet.onEach(asked, connection -> connection
                .run(scripts.get(connection.host()) + "exit 0\n", ONE_LOOK)
                .output());
        Map<Proof, Optional<String>> missing = new LinkedHashMap<>();
        for (int i = 0; i < proofs.size(); i++) {
            missing.put(proofs.get(i), missing(proofs.get(i), i, outcomes));
        }
        return missing;
    }

    private static Optional<String> missing(Proof proof, int index, Map<String, Fleet.Outcome<String>> outcomes) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String host : proof.hosts()) {
            if (outcomes.get(host) instanceof Fleet.Outcome.Failed<String> failed) {
                return Optional.of(host + ": " + failed.reason().getMessage());
            }
            if (outcomes.get(host) instanceof Fleet.Outcome.Done<String> done) {
                outputs.put(host, section(done.value(), index));
            }
        }
        return proof.missing(outputs);
    }

    private static String section(String output, int index) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : output.lines().toList()) {
            if (line.startsWith(MARK)) {
                inside = line.equals(MARK + index);
            } else if (inside) {
                lines.add(line);
            }
        }
        return String.join("\n", lines).strip();
    }
}
