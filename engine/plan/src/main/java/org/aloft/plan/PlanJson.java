package org.aloft.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.aloft.plan.resource.FileResource;

/**
 * A plan for machines to read: one JSON object, {@code "version": 1}. It holds no secrets: of a file it has the diff with
 * secrets replaced, and the digest of the true content.
 */
public final class PlanJson {
    private static final int VERSION = 1;

    private PlanJson() {}

    /** The JSON, indented, ended by a newline. */
    public static String write(Plan plan) {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("version", VERSION);
        root.put("changes", plan.hasChanges());
        writeImpact(plan.impact(), root.putArray("impact"));
        writeWaves(plan, root.putArray("waves"));
        writeHosts(plan, root.putArray("hosts"));
        ArrayNode unreachable = root.putArray("unreachable");
        plan.unreachable().forEach(host -> unreachable
                .addObject()
                .put("host", host.host())
                .put("reason", host.reason())
                .put("fix", host.fix()));
        ArrayNode refusals = root.putArray("refusals");
        plan.refusals().forEach(refusal -> refusals.addObject()
                .put("host", refusal.host())
                .put("reason", refusal.reason())
                .put("fix", refusal.fix()));
        return root.toPrettyString() + "\n";
    }

    private static void writeImpact(Impact impact, ArrayNode array) {
        for (Impact.VipImpact vip : impact.vips()) {
            ObjectNode node = array.addObject();
            node.put("instance", vip.instance());
            node.put("vip", vip.vip().host());
            ArrayNode holders = node.putArray("holders");
            vip.holders().forEach(holders::add);
            node.put("held_before", vip.heldBefore());
            node.put("moves", vip.moves());
            node.put("longest_gap_ms", vip.longestGap().toMillis());
            node.put("reasoning", vip.reasoning());
        }
    }

    private static void writeWaves(Plan plan, ArrayNode array) {
        for (Wave wave : plan.waves()) {
            ObjectNode node = array.addObject();
            node.put("number", wave.number());
            node.put("title", wave.title());
            ArrayNode hosts = node.putArray("hosts");
            wave.hosts().forEach(hosts::add);
            ArrayNode proof = node.putArray("proof");
            wave.proof().forEach(each -> proof.add(each.text()));
        }
    }

    private static void writeHosts(Plan plan, ArrayNode array) {
        for (HostPlan host : plan.hosts()) {
            ObjectNode node = array.addObject();
            node.put("host", host.host());
            node.put("role", host.role().name().toLowerCase(java.util.Locale.ROOT));
            ArrayNode steps = node.putArray("steps");
            host.steps().forEach(step -> writeStep(step, steps.addObject()));
            ArrayNode untouched = node.putArray("untouched");
            host.untouched().forEach(resource -> untouched
                    .addObject()
                    .put("resource", resource.resourceId())
                    .put("reason", resource.reason()));
        }
    }

    private static void writeStep(Step step, ObjectNode node) {
        node.put("number", step.number());
        node.put("kind", step.kind().name().toLowerCase(java.util.Locale.ROOT));
        node.put("resource", step.resourceId());
        node.put("summary", step.summary());
        node.put("why", step.why());
        step.diff().ifPresent(diff -> node.put("diff", diff.text()));
        if (step.resource() instanceof FileResource file && step.kind() != StepKind.REMOVE) {
            node.put("sha256", file.sha256());
        }
    }
}
