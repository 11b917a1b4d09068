package org.aloft.cli.keepalived;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.TopologyException;

/**
 * The whole way: from files in the language of keepalived.conf to a topology, and back to the files that a plan of it
 * would write, which are compared with the first. For one thread.
 */
public final class Adoption {
    private static final String LIST_OF_VIPS = "virtual_ipaddress";

    /** An instance as a whole, and what its members have to have in common. */
    private static final String AGREED = "instances\\.[^.]+(\\.(authentication|advert_interval))?";

    private final AgentProgram agent;
    private final AgentBundle bundle;
    private final Templates templates;
    private final List<Finding> findings = new ArrayList<>();

    /** Host → what its file comes to, so far as the agent takes it. */
    private final Map<String, JsonNode> before = new LinkedHashMap<>();

    /** A new cluster. */
    public Adoption(AgentProgram agent, AgentBundle bundle, Templates templates) {
        this.agent = agent;
        this.bundle = bundle;
        this.templates = templates;
    }

    /**
     * What came of it.
     *
     * @param topology the text of topology.yml
     * @param inventory the text of an inventory of its hosts
     * @param findings what is not said in the topology's own words, what is lost, and what would change
     * @param mistakes why the topology cannot be planned as it is; mostly none
     */
    public record Outcome(String topology, String inventory, List<Finding> findings, List<Problem> mistakes) {
        /** The same with its findings in other words. */
        public Outcome with(UnaryOperator<String> words) {
            return new Outcome(
                    topology,
                    inventory,
                    findings.stream()
                            .map(each -> new Finding(each.at().map(words), words.apply(each.message()), each.changes()))
                            .toList(),
                    mistakes);
        }

        /** Whether a plan of the topology does what the files do. */
        public boolean changesNothing() {
            return mistakes.isEmpty() && findings.stream().noneMatch(Finding::changes);
        }
    }

    /**
     * Makes the topology.
     *
     * @param files host → its file
     * @param inventory an inventory that is there already and has these hosts; empty: one is written
     * @param reachedByName whether the hosts answer by these names, so that an inventory need not say where they are
     * @throws IOException when a file cannot be read, or not one line of it be used
     */
    public Outcome run(Map<String, Path> files, Optional<Path> inventory, boolean reachedByName)
            throws IOException, InterruptedException {
        List<Source> sources = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            sources.add(read(file.getKey(), file.getValue()));
        }
        String hosts = inventoryOf(sources, reachedByName);
        Path written = Files.writeString(agent.folder().resolve("hosts.ini"), hosts);
        return settle(sources, inventory.orElse(written).toAbsolutePath(), hosts);
    }

    private static String inventoryOf(List<Source> sources, boolean reachedByName) {
        StringBuilder text = new StringBuilder("# How Ansible and Aloft reach the hosts. ansible_host=ADDRESS is needed"
                + " where a name does not resolve.\n[directors]\n");
        for (Source source : sources) {
            text.append(source.host())
                    .append(source.address()
                            .filter(address -> !reachedByName)
                            .map(address -> " ansible_host=" + address)
                            .orElse(""))
                    .append('\n');
        }
        return text.toString();
    }

    /** Without what the agent refuses: each such line is told, and left out. */
    private Source read(String host, Path file) throws IOException, InterruptedException {
        AgentProgram.Document document = agent.read(host, file);
        List<Statement> statements = withoutIdleWords(withoutDoubleVips(document.statements()));
        Path copy = agent.folder().resolve(host.replaceAll("[^A-Za-z0-9_.-]", "_") + ".conf");
        while (document.configuration().isNull()) {
            Files.writeString(copy, Statement.fileOf(statements));
            document = agent.read(host, copy);
            List<Statement> refused = refused(statements, document.problems());
            if (document.configuration().isNull() && refused.isEmpty()) {
                throw new IOException(file + " cannot be used: " + firstError(document.problems()));
            }
            statements = without(statements, refused);
        }
        before.put(host, document.configuration());
        return new Source(host, statements);
    }

    private static String firstError(List<AgentProgram.Problem> problems) {
        return problems.stream()
                .filter(AgentProgram.Problem::error)
                .findFirst()
                .map(AgentProgram.Problem::message)
                .orElse("aloftd does not say why");
    }

    /** keepalived skips the second one with a warning; aloftd refuses the file. */
    private List<Statement> withoutDoubleVips(List<Statement> statements) {
        List<Statement> clean = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Statement each : statements) {
            if (each.keyword().equals(LIST_OF_VIPS)) {
                clean.add(each.with(each.inner().stream()
                        .filter(vip -> {
                            boolean first = seen.add(vip.keyword());
                            if (!first) {
                                findings.add(Finding.note(
                                        vip, vip.shown() + " stands twice; the first one counts, as in keepalived"));
                            }
                            return first;
                        })
                        .toList()));
            } else {
                clean.add(each.block().isPresent() ? each.with(withoutDoubleVips(each.inner())) : each);
            }
        }
        return clean;
    }

    /** Beside {@code state MASTER} keepalived and aloftd pass over these; a topology has no such state. */
    private List<Statement> withoutIdleWords(List<Statement> statements) {
        return statements.stream()
                .map(each -> startsAsMaster(each)
                        ? each.with(each.inner().stream().filter(this::counts).toList())
                        : each)
                .toList();
    }

    private static boolean startsAsMaster(Statement block) {
        return block.keyword().equals("vrrp_instance")
                && Source.last(block.inner(), "state")
                        .flatMap(Statement::word)
                        .filter("MASTER"::equalsIgnoreCase)
                        .isPresent();
    }

    private boolean counts(Statement line) {
        boolean idle = line.keyword().equals("nopreempt") || line.keyword().equals("preempt_delay");
        if (idle) {
            findings.add(Finding.note(
                    line, line.shown() + " does nothing beside state MASTER, in keepalived too; it is left out"));
        }
        return !idle;
    }

    /** The statements that the agent refuses, as they stand in a file that was written of these. */
    private List<Statement> refused(List<Statement> statements, List<AgentProgram.Problem> problems) {
        List<Statement> byLine = new ArrayList<>();
        statements.forEach(each -> collect(each, byLine));
        List<Statement> refused = new ArrayList<>();
        for (AgentProgram.Problem problem : problems) {
            int line = problem.place().line();
            if (problem.error() && line <= byLine.size() && !refused.contains(byLine.get(line - 1))) {
                Statement statement = byLine.get(line - 1);
                refused.add(statement);
                findings.add(Finding.lost(
                        statement, statement.shown() + " is left out, for aloftd refuses it: " + problem.message()));
            }
        }
        return refused;
    }

    /** The statement that stands in each line of {@link Statement#fileOf}; the last line of a block is the block's. */
    private static void collect(Statement statement, List<Statement> byLine) {
        byLine.add(statement);
        statement.block().ifPresent(inner -> {
            inner.forEach(each -> collect(each, byLine));
            byLine.add(statement);
        });
    }

    private static List<Statement> without(List<Statement> statements, List<Statement> refused) {
        Set<Statement> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(refused);
        return without(statements, gone);
    }

    private static List<Statement> without(List<Statement> statements, Set<Statement> gone) {
        return statements.stream()
                .filter(each -> !gone.contains(each))
                .map(each -> each.block().isPresent() ? each.with(without(each.inner(), gone)) : each)
                .toList();
    }

    /** Until the topology's reader takes what is left in the topology's words. */
    private Outcome settle(List<Source> sources, Path inventory, String hosts)
            throws IOException, InterruptedException {
        Path file = agent.folder().resolve("topology.yml");
        Set<String> refused = new LinkedHashSet<>();
        while (true) {
            Importer.Imported imported = Importer.of(sources, inventory.toString(), refused);
            Files.writeString(file, imported.text());
            try {
                Topology topology = new TopologyReader().read(file);
                findings.addAll(imported.findings());
                compare(topology, imported.instanceNames());
                return outcome(imported, inventory, hosts, List.of());
            } catch (TopologyException e) {
                if (!refuse(e.problems(), imported, refused)) {
                    findings.addAll(imported.findings());
                    return outcome(imported, inventory, hosts, e.problems());
                }
            }
        }
    }

    private Outcome outcome(Importer.Imported imported, Path inventory, String hosts, List<Problem> mistakes) {
        String text =
                imported.text().replace("inventory: " + YamlText.scalar(inventory.toString()), "inventory: hosts.ini");
        return new Outcome(text, hosts, List.copyOf(findings), mistakes);
    }

    /**
     * What the reader turned down goes over as lines, each host's own where they differ; instances as a whole only where
     * all hosts have them alike, for what their members must agree on is then told. Whether there was any.
     */
    private boolean refuse(List<Problem> problems, Importer.Imported imported, Set<String> refused) {
        boolean any = false;
        for (Problem problem : problems) {
            Optional<String> path = imported.origins().keySet().stream()
                    .filter(each -> problem.key().equals(each) || problem.key().startsWith(each + "."))
                    .max(Comparator.comparingInt(String::length));
            if (path.isEmpty() || refused.contains(path.get())) {
                continue;
            }
            List<Statement> origin = imported.origins().get(path.get());
            boolean alike = origin.stream().map(Statement::lines).distinct().count() == 1;
            if (alike || !path.get().matches(AGREED)) {
                refused.add(path.get());
                findings.add(
                        Finding.note(origin.get(0), origin.get(0).shown() + " stays as it is: " + problem.message()));
                any = true;
            }
        }
        return any;
    }

    private void compare(Topology topology, Map<String, Map<String, String>> names)
            throws IOException, InterruptedException {
        Wanted wanted = Wanted.of(topology, bundle, templates);
        String path = VrrpAgent.of(topology.agent()).configuration();
        for (Map.Entry<String, JsonNode> host : before.entrySet()) {
            String text = wanted.on(host.getKey()).stream()
                    .filter(resource -> resource.id().equals(FileResource.idOf(path)))
                    .map(resource -> ((FileResource) resource).content().reveal())
                    .findFirst()
                    .orElse("");
            Path file = Files.writeString(agent.folder().resolve("planned.conf"), text);
            AgentProgram.Document after = agent.read(host.getKey(), file);
            if (after.configuration().isNull()) {
                findings.add(new Finding(
                        Optional.empty(),
                        host.getKey() + ": aloftd would refuse what is planned: " + firstError(after.problems()),
                        true));
                continue;
            }
            Behaviour.differences(host.getValue(), after.configuration(), names.getOrDefault(host.getKey(), Map.of()))
                    .forEach(difference -> findings.add(
                            new Finding(Optional.empty(), host.getKey() + " would change: " + difference, true)));
        }
    }
}
