package org.aloft.agent.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as one JSON object on one line, the same for every reader of events:
 *
 * <pre>
 * {"version":1,"router":"lvs1","event":"instanceChanged","at":"2026-01-01T10:00:03.612Z","instance":"VI_1",
 *  "from":"BACKUP","to":"ACTIVE","priority":100,"reason":"…","occasion":"OPERATION"}
 * </pre>
 *
 * Members are only ever added.
 */
public final class EventDocument {
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private EventDocument() {}

    /**
     * The document.
     *
     * @param router {@code router_id}: who tells
     */
    public static String write(String router, AgentEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("router", router);
        members.put("event", name(event));
        members.put("at", event.at());
        members.putAll(details(event));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                value(json, member.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** {@code InstanceChanged} becomes {@code instanceChanged}. */
    public static String name(AgentEvent event) {
        String type = event.getClass().getSimpleName();
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Instant moment) {
            json.writeString(MILLISECONDS.format(moment));
        } else if (value instanceof List<?> lines) {
            json.writeStartArray();
            for (Object line : lines) {
                json.writeString(line.toString());
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }

    private static Map<String, Object> details(AgentEvent event) {
        if (event instanceof AgentEvent.InstanceChanged changed) {
            return members(
                    "instance", changed.instance(),
                    "from", changed.from(),
                    "to", changed.to(),
                    "priority", changed.priority(),
                    "reason", changed.reason(),
                    "occasion", changed.occasion());
        }
        if (event instanceof AgentEvent.GroupChanged changed) {
            return members(
                    "group", changed.group(),
                    "from", changed.from(),
                    "to", changed.to(),
                    "reason", changed.reason(),
                    "occasion", changed.occasion());
        }
        if (event instanceof AgentEvent.LowerPriorityHeard heard) {
            return members(
                    "instance", heard.instance(),
                    "otherRouter", heard.otherRouter().getHostAddress(),
                    "otherPriority", heard.otherPriority(),
                    "priority", heard.priority(),
                    "untold", heard.untold());
        }
        if (event instanceof AgentEvent.HoldersClashed clash) {
            return members(
                    "instance", clash.instance(),
                    "otherRouter", clash.other(),
                    "otherPriority", clash.otherPriority(),
                    "heard", clash.heard(),
                    "count", clash.count());
        }
        if (event instanceof AgentEvent.HoldersSettled settled) {
            return members(
                    "instance", settled.instance(),
                    "winner", settled.winner().getHostAddress(),
                    "durationMs", settled.duration().toMillis());
        }
        if (event instanceof AgentEvent.VipRestored restored) {
            return members("instance", restored.instance(), "vip", restored.vip());
        }
        return furtherDetails(event);
    }

    private static Map<String, Object> furtherDetails(AgentEvent event) {
        if (event instanceof AgentEvent.PriorityChanged changed) {
            return members(
                    "instance", changed.instance(),
                    "state", changed.state(),
                    "from", changed.from(),
                    "to", changed.to(),
                    "reason", changed.reason());
        }
        if (event instanceof AgentEvent.TrackerChanged changed) {
            return members(
                    "kind", changed.kind(),
                    "name", changed.name(),
                    "up", changed.up(),
                    "value", changed.value(),
                    "reason", changed.reason());
        }
        if (event instanceof AgentEvent.RealServerChanged changed) {
            return members(
                    "service", changed.service(),
                    "server", changed.server(),
                    "up", changed.up(),
                    "weight", changed.weight(),
                    "reason", changed.reason());
        }
        if (event instanceof AgentEvent.QuorumChanged changed) {
            return members("service", changed.service(), "up", changed.up(), "reason", changed.reason());
        }
        if (event instanceof AgentEvent.ConfigurationReloaded reloaded) {
            return members("changes", reloaded.changes());
        }
        if (event instanceof AgentEvent.ConfigurationRefused refused) {
            return members("problems", refused.problems(), "unrestored", refused.unrestored());
        }
        return event instanceof AgentEvent.AgentStarted started ? members("agent", started.version()) : Map.of();
    }

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            members.put(namesAndValues[index].toString(), namesAndValues[index + 1]);
        }
        return members;
    }
}
