package org.aloft.plan.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.probe.FactsException;
import org.aloft.plan.probe.FactsReader;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.MaskedText;

/**
 * A case in a file below {@code resource/KIND}: what is wanted, what the host answered, in the probe's own words, what
 * the manifest says; and the steps that follow, or the reason for none. A new kind needs no Java here.
 *
 * <pre>{@code
 * {
 *   "about": "a value that differs is set",
 *   "wanted": {"key": "net.ipv4.ip_forward", "value": "1"},      // the record's components; what is missing is empty
 *   "leaves": "sysctl\tnet.ipv4.ip_forward\twas=0",              // or, in place of wanted: what left the topology
 *   "answers": ["? sysctl net.ipv4.ip_forward", " value 0"],     // "machine init none" first where that matters
 *   "manifest": [],
 *   "changing": ["file:/etc/x"],
 *   "vipsLiveOn": false,
 *   "finding": {"fine": "…"} or {"blocked": "…"} or {"verb": "set", "calls": [["set_sysctl", "…", "1"]], …},
 *   "fix": "…",                                                  // of a blocked one, the way out
 *   "remembers": "sysctl\tnet.ipv4.ip_forward\twas=0",
 *   "back": ["? sysctl net.ipv4.ip_forward", " value 0"],        // the answers after giving back, where they differ
 *   from before "setup": "echo 0 >/proc/sys/net/ipv4/ip_forward"             // done on a real kernel as well, after
 *   this "setupOnHost": "systemctl disable --now nginx"               // done on a host of a lab as well, after this
 *   "setupOnSmall": "/etc/init.d/app stop",                   // the same on one without systemd
 *   "setupOnSysvinit", "setupOnOpenrc": "…",                  // and where init(8) or OpenRC starts services
 *   "onlyAsks": true            // with a setup, only the answer is compared: another case does the same steps there
 * }
 * }</pre>
 */
record ResourceCase(String name, JsonNode json) {
    private static final ObjectMapper MAPPER = mapper();
    /** What a text is that a case leaves out, where it is not empty. */
    private static final Map<String, String> TEXTS = Map.of("reason", "test", "owner", "root:root");

    static List<ResourceCase> all() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/resource"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(ResourceCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResourceCase read(Path file) {
        try {
            Path folder = file.getParent().getFileName();
            return new ResourceCase(folder + "/" + file.getFileName(), MAPPER.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    Kind kind() {
        return Kinds.find(name.substring(0, name.indexOf('/'))).orElseThrow();
    }

    Optional<Resource> wanted() {
        if (!json.has("wanted")) {
            return Optional.empty();
        }
        Class<?> type = kind().getClass().getEnclosingClass();
        ObjectNode node = json.get("wanted").deepCopy();
        fill(node, type);
        return Optional.of((Resource) MAPPER.convertValue(node, type));
    }

    /** What a case leaves out is empty: no text, no requirements; what may be absent is present. */
    private static void fill(ObjectNode node, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = component.getName();
            if (node.has(key)) {
                continue;
            }
            if (component.getType() == Set.class) {
                node.putArray(key);
            } else if (component.getType() == Map.class) {
                node.putObject(key);
            } else if (component.getType() == boolean.class) {
                node.put(key, true);
            } else if (component.getType() == String.class) {
                node.put(key, TEXTS.getOrDefault(key, ""));
            } else {
                fill(node.putObject(key), component.getType());
            }
        }
    }

    Optional<Entry> leaves() {
        return json.has("leaves") ? Optional.of(entry(json.get("leaves").asText())) : Optional.empty();
    }

    static Entry entry(String line) {
        return Manifest.read("aloft-manifest 2\n" + line + "\n")
                .entries()
                .values()
                .iterator()
                .next();
    }

    /** A host that answers as the case says. */
    HostFacts facts() {
        return facts("answers");
    }

    /** A host that answers as the case says below this key. */
    HostFacts facts(String key) {
        List<String> lines = new ArrayList<>(List.of(
                "aloft-facts 2",
                "machine uname 6.1.0 x86_64",
                "machine user 0",
                "machine init systemd",
                "machine packages apt-get"));
        texts(key).forEach(lines::add);
        List<String> entries = texts("manifest");
        if (!entries.isEmpty()) {
            String manifest = "aloft-manifest 2\n" + String.join("\n", entries) + "\n";
            lines.add("manifest "
                    + java.util.Base64.getEncoder()
                            .encodeToString(manifest.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        lines.add("end");
        try {
            return FactsReader.read("host", String.join("\n", lines) + "\n");
        } catch (FactsException e) {
            throw new IllegalStateException(e);
        }
    }

    Set<ResourceId> changing() {
        return Set.copyOf(texts("changing").stream().map(ResourceCase::id).toList());
    }

    boolean vipsLiveOn() {
        return json.path("vipsLiveOn").asBoolean();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        json.path(key).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    static ResourceId id(String text) {
        int colon = text.indexOf(':');
        return new ResourceId(text.substring(0, colon), text.substring(colon + 1));
    }

    /** A finding in the form in which cases write it; only the parts that the case mentions. */
    JsonNode shown(Finding finding) {
        ObjectNode node = MAPPER.createObjectNode();
        JsonNode expected = json.get("finding");
        return finding.match(
                fine -> node.put("fine", fine.reason()),
                change -> {
                    put(node, expected, "action", change.action().name().toLowerCase(java.util.Locale.ROOT));
                    put(node, expected, "verb", change.verb());
                    put(node, expected, "summary", change.summary());
                    put(node, expected, "effect", change.effect().name().toLowerCase(java.util.Locale.ROOT));
                    put(node, expected, "diff", change.diff().map(Diff::text).orElse(""));
                    if (expected.has("calls")) {
                        change.calls().forEach(call -> {
                            var words = node.withArray("calls").addArray();
                            call.shown().forEach(words::add);
                        });
                    }
                    if (node.isEmpty()) {
                        node.put("change", change.summary());
                    }
                    return node;
                },
                blocked -> node.put("blocked", blocked.reason()));
    }

    private static void put(ObjectNode node, JsonNode expected, String key, String value) {
        if (expected.has(key)) {
            node.put(key, value);
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule();
        module.addDeserializer(MaskedText.class, of(MaskedText.class, MaskedText::plain));
        module.addDeserializer(ResourceId.class, of(ResourceId.class, ResourceCase::id));
        module.addDeserializer(IpPrefix.class, of(IpPrefix.class, ResourceCase::prefix));
        return new ObjectMapper().registerModule(module);
    }

    private static IpPrefix prefix(String text) {
        int slash = text.indexOf('/');
        try {
            return new IpPrefix(
                    InetAddress.getByName(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> StdDeserializer<T> of(Class<T> type, Function<String, T> reader) {
        return new TextDeserializer<>(type, reader);
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> reader;

        TextDeserializer(Class<T> type, Function<String, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return reader.apply(parser.getText());
        }
    }

    @Override
    public String toString() {
        return name + ": " + json.path("about").asText();
    }
}
