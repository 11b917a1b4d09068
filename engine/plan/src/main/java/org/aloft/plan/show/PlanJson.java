package org.aloft.plan.show;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.HostPlan;
import org.aloft.plan.rollout.Impact;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;

/**
 * A plan for machines to read: one JSON object, {@code "format": 1}. It holds no secrets: diffs and the words of calls
 * have them replaced, and no digest of a file stands in it, from which a short secret could be found by trying.
 */
public final class PlanJson {
    private static final int FORMAT = 1;

    private PlanJson() {}

    /**
     * The JSON, indented, ended by a newline.
     *
     * @param version of Aloft
     */
    public static String write(Plan plan, String version) {
        return tree(plan, version).toPrettyString() + "\n";
    }

    /**
     * The same, to be put into another document.
     *
     * @param version of Aloft
     */
    public static ObjectNode tree(Plan plan, String version) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT);
        root.put("aloft_version", version);
        root.put("changes", plan.hasChanges());
        ArrayNode impact = root.putArray("impact");
        plan.impact().vips().forEach(vip -> write(vip, impact.addObject()));
        ArrayNode services = root.putArray("services");
        plan.impact().services().forEach(service -> write(service, services.addObject()));
        ArrayNode waves = root.putArray("waves");
        plan.waves().forEach(wave -> write(wave, waves.addObject()));
        ArrayNode hosts = root.putArray("hosts");
        plan.hosts().forEach(host -> write(host, hosts.addObject()));
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
        return root;
    }

    private static void write(Impact.VipImpact vip, ObjectNode node) {
        node.put("instance", vip.instance());
        node.put("vip", vip.vip().host());
        ArrayNode holders = node.putArray("holders");
        vip.holders().forEach(holders::add);
        node.put("held_before", vip.heldBefore());
        node.put("moves", vip.moves());
        node.put("longest_gap_ms", vip.longestGap().toMillis());
        node.put("reasoning", vip.reasoning());
        node.put("goes_away", vip.goesAway());
    }

    private static void write(Impact.ServiceImpact service, ObjectNode node) {
        node.put("unit", service.unit());
        node.put("verb", service.verb());
        ArrayNode groups = node.putArray("groups");
        service.groups().forEach(hosts -> {
            ArrayNode group = groups.addArray();
            hosts.forEach(group::add);
        });
        ArrayNode drained = node.putArray("drained");
        service.drained().forEach(drained::add);
        service.notDrained().ifPresent(why -> node.put("not_drained", why));
    }

    private static void write(Wave wave, ObjectNode node) {
        node.put("number", wave.number());
        node.put("title", wave.title());
        ArrayNode batches = node.putArray("batches");
        wave.batches().forEach(batch -> write(batch, batches.addObject()));
        ArrayNode proofs = node.putArray("proofs");
        wave.proofs().forEach(proof -> proofs.addObject()
                .put("text", proof.text())
                .put("required", proof.required())
                .put("holds_for_ms", proof.holdsFor().toMillis()));
    }

    private static void write(Batch batch, ObjectNode node) {
        node.put("host", batch.host());
        node.put("part", lower(batch.part()));
        ArrayNode steps = node.putArray("steps");
        batch.steps().forEach(step -> write(step, steps.addObject()));
    }

    private static void write(Step step, ObjectNode node) {
        node.put("number", step.number());
        node.put("action", lower(step.change().action()));
        node.put("verb", step.change().verb());
        node.put("kind", step.resource().kind());
        node.put("name", step.resource().name());
        node.put("summary", step.summary());
        node.put("why", step.why());
        node.put("effect", lower(step.effect()));
        step.change().diff().ifPresent(diff -> {
            node.put("diff", diff.text());
            diff.whole().ifPresent(texts -> node.put("before", texts.before()).put("after", texts.after()));
        });
        ArrayNode calls = node.putArray("calls");
        step.change().calls().forEach(call -> {
            ArrayNode words = calls.addArray();
            call.shown().forEach(words::add);
        });
    }

    private static void write(HostPlan host, ObjectNode node) {
        node.put("host", host.host());
        node.put("role", lower(host.role()));
        ArrayNode untouched = node.putArray("untouched");
        host.untouched().forEach(each -> untouched
                .addObject()
                .put("kind", each.resource().kind())
                .put("name", each.resource().name())
                .put("reason", each.reason()));
        ArrayNode warnings = node.putArray("warnings");
        host.warnings().forEach(warnings::add);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
