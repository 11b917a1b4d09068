package org.aloft.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.aloft.plan.Proof;
import org.aloft.plan.shell.ShellWord;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;

/** Looks whether what must hold after a wave holds, and waits a while for it. Used by one thread. */
final class ProofCheck {
    /** An agent may take ten seconds to start on a small host, and three adverts to become active. */
    private static final int TRIES = 30;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration ONE_LOOK = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final Topology topology;

    ProofCheck(Fleet fleet, Topology topology) {
        this.fleet = fleet;
        this.topology = topology;
    }

    /** What is seen instead; empty when it holds. */
    Optional<String> missing(Proof proof) throws InterruptedException {
        Optional<String> seen = look(proof);
        for (int i = 1; i < TRIES && seen.isPresent(); i++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
            seen = look(proof);
        }
        return seen;
    }

    private Optional<String> look(Proof proof) throws InterruptedException {
        try {
            if (proof instanceof Proof.RealServerAnswers answers) {
                return answers(answers);
            }
            if (proof instanceof Proof.AgentRuns runs) {
                return runs(runs);
            }
            return holders((Proof.OneHolder) proof);
        } catch (SshException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Asked from the real server itself: the workstation may well not be on its network. */
    private Optional<String> answers(Proof.RealServerAnswers proof) throws SshException {
        String address = proof.address().getHostAddress();
        connection(proof.host())
                .openTcp(address, proof.port(), Duration.ofSeconds(3))
                .close();
        return Optional.empty();
    }

    private Optional<String> runs(Proof.AgentRuns proof) throws SshException {
        ScriptResult result =
                connection(proof.host()).run("systemctl is-active -- " + ShellWord.quote(proof.unit()), ONE_LOOK);
        return result.succeeded()
                ? Optional.empty()
                : Optional.of(proof.unit() + " on " + proof.host() + " is "
                        + result.output().strip());
    }

    private Optional<String> holders(Proof.OneHolder proof) throws SshException, InterruptedException {
        List<Host> members = proof.members().stream().map(topology.hosts()::get).toList();
        String script = "ip -o address show to " + ShellWord.quote(proof.vip().host());
        Map<String, Fleet.Outcome<ScriptResult>> seen =
                fleet.onEach(members, connection -> connection.run(script, ONE_LOOK));
        List<String> holders = new ArrayList<>();
        for (Map.Entry<String, Fleet.Outcome<ScriptResult>> entry : seen.entrySet()) {
            if (entry.getValue() instanceof Fleet.Outcome.Failed<ScriptResult> failed) {
                throw failed.reason();
            }
            if (entry.getValue() instanceof Fleet.Outcome.Done<ScriptResult> done
                    && !done.value().output().isBlank()) {
                holders.add(entry.getKey());
            }
        }
        if (holders.size() == 1) {
            return Optional.empty();
        }
        return Optional.of(
                holders.isEmpty() ? "no one holds " + proof.vip().host() : "held by " + String.join(" and ", holders));
    }

    private Connection connection(String host) throws SshException {
        return fleet.connection(topology.hosts().get(host));
    }
}
