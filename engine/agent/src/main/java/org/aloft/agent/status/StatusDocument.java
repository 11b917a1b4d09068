package org.aloft.agent.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.aloft.agent.bfd.PeerStatus;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterStatus;

/**
 * Writes an {@link AgentStatus} as JSON, version 1 of the document in the module's README. Members are only ever added;
 * a reader passes over those that it does not know. Stateless.
 */
public final class StatusDocument {
    /** Counts up when a member changes its meaning or goes. */
    public static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private StatusDocument() {}

    /** UTF-8, one line a member, with a line feed at the end. */
    public static byte[] write(AgentStatus status) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            agent(json, status);
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    private static void agent(JsonGenerator json, AgentStatus status) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        json.writeStringField("agent", status.agent());
        json.writeNumberField("pid", status.pid());
        time(json, "started", status.started());
        time(json, "asOf", status.asOf());
        json.writeStringField("configFile", status.configFile());
        json.writeStringField("configSha256", status.configSha256());
        json.writeArrayFieldStart("instances");
        for (RouterExplanation instance : status.instances()) {
            instance(json, instance);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("fastDetection");
        for (PeerStatus peer : status.peers()) {
            peer(json, peer);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("virtualServices");
        for (ServiceStatus service : status.virtualServices()) {
            service(json, service);
        }
        json.writeEndArray();
        json.writeStringField("balancingProblem", status.balancingProblem().orElse(null));
        json.writeEndObject();
    }

    private static void instance(JsonGenerator json, RouterExplanation explanation) throws IOException {
        RouterStatus instance = explanation.status();
        json.writeStartObject();
        json.writeStringField("name", instance.name());
        json.writeStringField("state", instance.state());
        time(json, "since", instance.since());
        json.writeStringField("reason", instance.reason());
        json.writeNumberField("virtualRouterId", instance.group().virtualRouterId());
        json.writeStringField("interface", instance.group().networkInterface());
        json.writeNumberField("priority", instance.group().priority());
        json.writeArrayFieldStart("vips");
        for (String vip : instance.group().vips()) {
            json.writeString(vip);
        }
        json.writeEndArray();
        json.writeStringField("activeRouter", instance.active().address().orElse(null));
        if (instance.active().lastAdvertAge().isPresent()) {
            json.writeNumberField(
                    "lastAdvertAgeMs", instance.active().lastAdvertAge().get().toMillis());
        } else {
            json.writeNullField("lastAdvertAgeMs");
        }
        json.writeNumberField(
                "advertJitterMicros", instance.active().advertJitter().toNanos() / 1000);
        json.writeNumberField("transitions", instance.changes().all());
        json.writeNumberField("becameActive", instance.changes().becameActive());
        json.writeNumberField("releasedActive", instance.changes().releasedActive());
        json.writeNumberField("advertsSent", instance.adverts().sent());
        json.writeNumberField("advertsReceived", instance.adverts().received());
        json.writeObjectFieldStart("advertsDropped");
        for (Map.Entry<String, Long> dropped : instance.adverts().dropped().entrySet()) {
            json.writeNumberField(dropped.getKey(), dropped.getValue());
        }
        json.writeEndObject();
        explanation(json, explanation);
        json.writeEndObject();
    }

    private static void explanation(JsonGenerator json, RouterExplanation explanation) throws IOException {
        json.writeNumberField("configuredPriority", explanation.priority().configured());
        json.writeArrayFieldStart("tracked");
        for (TrackedPriority.Contribution one : explanation.priority().contributions()) {
            json.writeStartObject();
            json.writeStringField("kind", one.kind());
            json.writeStringField("name", one.name());
            json.writeStringField("state", one.state());
            json.writeNumberField("weight", one.weight());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField(
                "syncGroup",
                explanation.syncGroup().map(RouterExplanation.SyncGroup::name).orElse(null));
        json.writeStringField("handover", explanation.handover().name());
        json.writeArrayFieldStart("heard");
        for (RouterExplanation.HeardRouter router : explanation.heard()) {
            json.writeStartObject();
            json.writeStringField("address", router.address());
            json.writeNumberField("priority", router.priority());
            json.writeNumberField("intervalMs", router.interval().toMillis());
            json.writeNumberField("adverts", router.adverts());
            json.writeNumberField("ageMs", router.age().toMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField(
                "otherHolder",
                explanation
                        .clashes()
                        .current()
                        .map(RouterExplanation.ClashStatus::other)
                        .orElse(null));
    }

    private static void peer(JsonGenerator json, PeerStatus peer) throws IOException {
        json.writeStartObject();
        json.writeStringField("peer", peer.peer());
        json.writeStringField("own", peer.own());
        json.writeBooleanField("up", peer.up());
        json.writeNumberField("detectionMs", peer.detection().toMillis());
        json.writeBooleanField("counts", peer.counts());
        json.writeEndObject();
    }

    private static void service(JsonGenerator json, ServiceStatus service) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", service.address());
        json.writeNumberField("port", service.port());
        json.writeStringField("protocol", service.protocol());
        json.writeStringField("scheduler", service.scheduler());
        json.writeArrayFieldStart("realServers");
        for (ServiceStatus.RealServer server : service.realServers()) {
            realServer(json, server);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void realServer(JsonGenerator json, ServiceStatus.RealServer server) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", server.address());
        json.writeNumberField("port", server.port());
        json.writeNumberField("weight", server.weight());
        json.writeBooleanField("up", server.up());
        time(json, "since", server.since());
        json.writeStringField("reason", server.reason());
        json.writeNumberField("activeConnections", server.activeConnections());
        json.writeNumberField("inactiveConnections", server.inactiveConnections());
        json.writeNumberField("connections", server.connections());
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, Instant time) throws IOException {
        json.writeStringField(name, time.truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
