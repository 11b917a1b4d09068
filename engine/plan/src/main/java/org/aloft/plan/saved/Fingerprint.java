package org.aloft.plan.saved;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.HostState;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.MaskedText;

/** Texts that are the same when, and only when, what they are of is the same. They hold secrets: digest them. */
final class Fingerprint {
    /** Of a resource's answer, what must not be shown, since it is or betrays the content of a file. */
    private static final Set<String> HIDDEN = Set.of("content", "sha256");

    private final Planned planned;

    Fingerprint(Planned planned) {
        this.planned = planned;
    }

    /** What is wanted where: the topology, the inventory's addresses and variables, the templates. */
    String input() {
        StringBuilder text = new StringBuilder(planned.topology().agent().name()).append('\n');
        for (Host host : planned.topology().hosts().values()) {
            line(text, host.name(), host.address(), host.connection().port());
            for (Resource resource : planned.wanted().on(host.name())) {
                line(text, resource.id(), resource.hint(), resource.reason());
                resource.requires().stream().map(Object::toString).sorted().forEach(id -> line(text, "after", id));
            }
        }
        return text.toString();
    }

    /** In which order, with which proofs and which impact. */
    String order() {
        StringBuilder text = new StringBuilder();
        for (Wave wave : planned.plan().waves()) {
            line(text, wave.number(), wave.title());
            wave.batches().forEach(batch -> line(text, batch.host(), batch.part()));
            wave.proofs().forEach(proof -> line(text, proof.text(), proof.script(), proof.required()));
        }
        planned.plan().impact().vips().forEach(vip -> line(text, vip));
        planned.plan().impact().services().forEach(service -> line(text, service));
        planned.plan().refusals().forEach(refusal -> line(text, refusal));
        return text.toString();
    }

    /** What is done on a host, to the last word. */
    String steps(String host) {
        StringBuilder text = new StringBuilder();
        for (Wave wave : planned.plan().waves()) {
            for (Batch batch : wave.batches()) {
                if (batch.host().equals(host)) {
                    line(
                            text,
                            batch.part(),
                            batch.intent().text(),
                            batch.after().text());
                    batch.steps().forEach(step -> step(text, step));
                }
            }
        }
        return text.toString();
    }

    private static void step(StringBuilder text, Step step) {
        line(text, step.number(), step.resource(), step.change().verb(), step.effect());
        for (Call call : step.change().calls()) {
            List<Object> words = new ArrayList<>(List.of(call.function()));
            call.words().stream().map(MaskedText::reveal).forEach(words::add);
            line(text, words.toArray());
        }
        step.change().upload().ifPresent(upload -> line(text, upload.remote(), upload.sizeBytes()));
    }

    /**
     * What was found on a host, and what a plan depends on; empty where it could not be asked. Free space and listening sockets change by themselves; what
     * they do to a plan stands in its steps and proofs.
     */
    static Optional<String> facts(HostState state) {
        if (!(state instanceof HostFacts facts)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        Machine machine = facts.machine();
        line(text, machine.kernel(), machine.architecture(), machine.musl(), machine.osId(), machine.osVersion());
        line(text, machine.manager(), machine.root(), machine.packageManager());
        machine.interfaces().stream().sorted().forEach(name -> line(text, name));
        machine.addresses().stream().map(Object::toString).sorted().forEach(held -> line(text, held));
        new TreeMap<>(machine.sysctlConf()).forEach((key, value) -> line(text, key, value));
        line(text, facts.manifestDigest());
        sorted(facts.answers()).forEach((id, answer) -> {
            line(text, id);
            new TreeMap<>(answer.values()).forEach((key, value) -> line(text, key, value));
        });
        return Optional.of(text.toString());
    }

    /** What was found, as far as it may be shown: resource → its state in a few words. */
    static Map<String, String> shown(HostState state) {
        Map<String, String> shown = new TreeMap<>();
        if (state instanceof HostFacts facts) {
            sorted(facts.answers())
                    .forEach((id, answer) -> shown.put(
                            id,
                            new TreeMap<>(answer.values())
                                    .entrySet().stream()
                                            .filter(entry -> !HIDDEN.contains(entry.getKey()))
                                            .map(entry -> entry.getKey() + " " + entry.getValue())
                                            .collect(Collectors.joining(", "))));
        }
        return shown;
    }

    private static Map<String, Answer> sorted(Map<ResourceId, Answer> answers) {
        Map<String, Answer> sorted = new TreeMap<>();
        answers.forEach((id, answer) -> sorted.put(id.toString(), answer));
        return sorted;
    }

    /** Each part with its length, so that no two lists of parts come to the same text. */
    private static void line(StringBuilder text, Object... parts) {
        for (Object part : parts) {
            String written = part.toString();
            text.append(written.length()).append(':').append(written).append(' ');
        }
        text.append('\n');
    }
}
