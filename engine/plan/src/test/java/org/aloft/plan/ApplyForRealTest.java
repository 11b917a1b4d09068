package org.aloft.plan;

import static org.aloft.plan.shell.ShellWord.quote;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.facts.FactsReader;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.facts.ProbeScript;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.plan.shell.HostileValues;
import org.aloft.plan.shell.Shell;
import org.aloft.topology.model.IpPrefix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts on a real kernel, in a network and a view of the file system of their own, which end with the process. Root is
 * not needed: a user namespace makes one.
 */
class ApplyForRealTest {
    private static final RunIdentity IDENTITY =
            new RunIdentity("o'brien", "ws $(id)", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final String CUT = "=== cut here ===\n";

    @TempDir
    private Path folder;

    private Path tarball;
    private AgentBundle bundle;

    @BeforeEach
    void packABundle() throws Exception {
        Path program = Files.createDirectories(folder.resolve("tree/bin")).resolve("aloftd");
        Files.writeString(program, "#!/bin/sh\n");
        tarball = folder.resolve("bundle.tar.gz");
        assertThat(Shell.run("", "tar", "-czf", tarball.toString(), "-C", folder + "/tree", "bin")
                        .exitStatus())
                .isZero();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(tarball));
        bundle = new AgentBundle(
                "00112233aabb", "%064x".formatted(new BigInteger(1, digest)), Files.size(tarball), tarball);
    }

    /** Runs scripts one after the other where nothing that they change outlives them. */
    private List<String> run(String setUp, String... scripts) throws IOException {
        StringBuilder all = new StringBuilder("set -e\n");
        for (String mount : List.of("/run", "/opt", "/var/lib", "/etc/sysctl.d")) {
            all.append("mount -t tmpfs -o size=1M none ").append(mount).append('\n');
        }
        all.append("mkdir -p /run/systemd/system /opt/aloft/incoming\ncp ");
        all.append(quote(tarball.toString()))
                .append(' ')
                .append(bundle.uploadedTo())
                .append("\nset +e\n");
        all.append(setUp).append('\n');
        for (String script : scripts) {
            Path file = Files.createTempFile(folder, "script", ".sh");
            Files.writeString(file, script);
            all.append("printf '%s' ").append(quote(CUT)).append("\nsh <").append(quote(file.toString()));
            all.append("\necho \"exit $?\"\n");
        }
        Shell.Outcome outcome = Shell.run(all.toString(), "unshare", "--map-root-user", "--mount", "--net", "sh");
        List<String> outputs = new ArrayList<>(Arrays.asList(outcome.output().split(CUT, -1)));
        assertThat(outputs.remove(0)).isEmpty();
        return outputs;
    }

    private List<Resource> wanted() throws Exception {
        List<Resource> wanted = new ArrayList<>();
        int number = 0;
        for (String value : HostileValues.all()) {
            String path = "/opt/files " + number++ + "/" + value.replace('/', '_') + "x";
            wanted.add(new FileResource(path, value, "hidden", 0600, "test", Set.of()));
        }
        SysctlResource sysctl = new SysctlResource("net.ipv4.conf.all.arp_ignore", "1", "test");
        wanted.add(sysctl);
        wanted.add(FileResource.of(SysctlResource.FILE, "net.ipv4.conf.all.arp_ignore = 1\n", 0644, "test"));
        wanted.add(new AddressResource(
                new IpPrefix(java.net.InetAddress.getByName("192.168.100.10"), 32),
                "lo",
                Optional.of("lo:0"),
                "test",
                Set.of(sysctl.id())));
        wanted.add(new BundleResource(bundle, "test"));
        return wanted;
    }

    private static String apply(HostPlan host) {
        Plan plan = new Plan(new Impact(List.of()), List.of(), List.of(host), List.of(), List.of());
        return ApplyScript.of(plan, host, IDENTITY);
    }

    private static String probe(List<Resource> wanted) {
        return ProbeScript.of(LvsDr.topology(), "web1", wanted);
    }

    private static HostFacts facts(String output) throws Exception {
        return FactsReader.read("web1", output);
    }

    private static List<ApplyEvent> events(String output) {
        return output.lines().flatMap(line -> ApplyEvent.parse(line).stream()).toList();
    }

    @Test
    void shouldLeaveNothingToDoAndTakeAllAwayAgain() throws Exception {
        List<Resource> wanted = wanted();
        HostFacts fresh = facts(run("", probe(wanted)).get(0));
        HostPlan bringUp = HostPlanner.plan(fresh, HostRole.OTHER, wanted);
        assertThat(bringUp.steps()).hasSize(wanted.size());

        List<String> outputs = run("", apply(bringUp), probe(wanted));
        assertThat(outputs.get(0)).endsWith("exit 0\n");
        List<ApplyEvent> events = events(outputs.get(0));
        assertThat(events).hasSize(2 * wanted.size() + 1).endsWith(new ApplyEvent.Finished(wanted.size()));
        HostFacts after = facts(outputs.get(1));
        assertThat(HostPlanner.plan(after, HostRole.OTHER, wanted).steps()).isEmpty();

        HostPlan takeDown = HostPlanner.plan(after, HostRole.OTHER, List.of());
        List<String> removed = run("", apply(bringUp), apply(takeDown), probe(wanted));
        assertThat(removed.get(1)).endsWith("exit 0\n");
        HostFacts bare = facts(removed.get(2));
        assertThat(bare.manifest()).isEqualTo(Manifest.EMPTY);
        assertThat(bare.files()).isEqualTo(fresh.files());
        assertThat(bare.sysctls()).isEqualTo(fresh.sysctls());
        assertThat(bare.addresses()).isEqualTo(fresh.addresses());
        assertThat(bare.bundles()).isEmpty();
    }

    @Test
    void shouldKeepACopyOfAFileThatSomeoneElseWrote() throws Exception {
        FileResource file = FileResource.of("/opt/page", "ours\n", 0644, "test");
        String before = "echo theirs >/opt/page";
        HostFacts found = facts(run(before, probe(List.of(file))).get(0));
        HostPlan plan = HostPlanner.plan(found, HostRole.OTHER, List.of(file));
        assertThat(plan.steps().get(0).kind()).isEqualTo(StepKind.ADOPT);
        List<String> outputs = run(before, apply(plan), "cat /opt/page /var/lib/aloft/backup/opt/page.*\n");
        assertThat(outputs.get(1)).startsWith("ours\ntheirs\n");
    }

    @Test
    void shouldStopAtAFullDiskAndLeaveTheOldFile() throws Exception {
        FileResource big = FileResource.of("/opt/page", "x".repeat(100_000), 0644, "test");
        FileResource next = FileResource.of("/opt/next", "next\n", 0644, "test");
        String before = "echo theirs >/opt/page; head -c 2000000 /dev/zero >/opt/ballast 2>/dev/null";
        HostFacts found = facts(run(before, probe(List.of(big, next))).get(0));
        HostPlan plan = HostPlanner.plan(found, HostRole.OTHER, List.of(big, next));
        List<String> outputs = run(before, apply(plan), "cat /opt/page; ls -A /opt; ls -d /run/aloft*\n");
        assertThat(outputs.get(0)).endsWith("exit 1\n");
        assertThat(events(outputs.get(0)))
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(ApplyEvent.StepFailed.class, failed -> assertThat(failed.message())
                        .contains("No space left on device"));
        assertThat(outputs.get(1)).isEqualTo("theirs\naloft\nballast\npage\n/run/aloft.lock\nexit 0\n");
    }

    @Test
    void shouldRefuseWhileAnotherRunHoldsTheHost() throws Exception {
        FileResource file = FileResource.of("/opt/page", "ours\n", 0644, "test");
        HostFacts found = facts(run("", probe(List.of(file))).get(0));
        String script = apply(HostPlanner.plan(found, HostRole.OTHER, List.of(file)));
        // Held by the shell that starts the scripts, and so for as long as they run.
        String holder = "printf 'jo@desk\\n2026-01-01T00:00:00Z\\n' >/run/aloft.lock; exec 8>>/run/aloft.lock; flock 8";
        List<String> outputs = run(holder, script, probe(List.of(file)));
        assertThat(outputs.get(0)).endsWith("exit 75\n");
        assertThat(events(outputs.get(0))).containsExactly(new ApplyEvent.LockHeld("jo@desk", "2026-01-01T00:00:00Z"));
        assertThat(facts(outputs.get(1)).lock()).contains(new HostFacts.LockHolder("jo@desk", "2026-01-01T00:00:00Z"));
    }

    @Test
    void shouldRefuseABundleThatIsNotTheOneThatWasSent() throws Exception {
        List<Resource> wanted = List.of(new BundleResource(bundle, "test"));
        HostFacts found = facts(run("", probe(wanted)).get(0));
        HostPlan plan = HostPlanner.plan(found, HostRole.OTHER, wanted);
        List<String> outputs = run("echo x >>" + bundle.uploadedTo(), apply(plan), probe(wanted));
        assertThat(events(outputs.get(0)))
                .last()
                .isInstanceOfSatisfying(ApplyEvent.StepFailed.class, failed -> assertThat(failed.message())
                        .contains("not what was sent"));
        assertThat(facts(outputs.get(1)).bundles()).isEmpty();
    }
}
