package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.apply.UndoScript;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.probe.FactsReader;
import org.aloft.plan.probe.ProbeScript;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.aloft.topology.model.IpPrefix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A host of a lab that is rebooted: its own network service puts the VIPs back on lo, whichever that is, also when it is
 * another one by now. {@code ClusterIT} does the same with a host that has none. Needs root.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PersistenceIT {
    private static final String HOST = "host";
    private static final RunIdentity IDENTITY =
            new RunIdentity("o'brien", "ws", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final List<AddressResource> VIPS = List.of(
            AddressResource.on("lo", prefix("192.168.100.10", 32), "lo:0", "test", Set.of()),
            AddressResource.on("lo", prefix("fd00::10", 128), "", "test", Set.of()));

    private static CaseHost host;

    @BeforeAll
    static void up() {
        host = new CaseHost("boots");
    }

    @AfterAll
    static void down() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    @Order(1)
    void shouldComeBackBySystemdNetworkd() throws Exception {
        // Where it cannot write to /sys, it does not wait for udev, which lab hosts have not.
        host.on("drop_ins=/etc/systemd/system/systemd-networkd.service.d; mkdir $drop_ins"
                + " && printf '[Service]\\nReadOnlyPaths=/sys\\n' >$drop_ins/lab.conf"
                + " && systemctl -q unmask systemd-networkd && systemctl -q enable --now systemd-networkd");
        apply(wanted());
        assertThat(addresses()).contains(" 192.168.100.10/32 ", " fd00::10/128 ");

        host.on("ip address add 10.9.9.9/32 dev lo && systemctl restart systemd-networkd && networkctl status lo");
        assertThat(addresses())
                .as("after a restart, what others have put there stays, too")
                .contains(" 192.168.100.10/32 ", " fd00::10/128 ", " 10.9.9.9/32 ");

        reboot();
        assertThat(addresses())
                .contains(" 127.0.0.1/8 ", " 192.168.100.10/32 ", "lo:0", " fd00::10/128 ")
                .doesNotContain("fe80");
        assertNothingToDo();
        assertThat(files()).isEqualTo("/etc/systemd/network/00-aloft-lo.network\n");
    }

    @Test
    @Order(2)
    void shouldComeBackByIfupdownOnceThatIsTheHostsOwn() throws Exception {
        host.on("systemctl -q disable --now systemd-networkd.service systemd-networkd.socket");
        host.on(
                "apt-get install -qy ifupdown >/dev/null 2>&1 && printf '%s\\n' 'source /etc/network/interfaces.d/*'"
                        + " 'auto lo' 'iface lo inet loopback' >/etc/network/interfaces && systemctl -q enable --now networking");
        apply(wanted());
        assertThat(files()).isEqualTo("/etc/network/interfaces.d/aloft-lo\n");

        reboot();
        assertThat(addresses()).contains(" 127.0.0.1/8 ", " 192.168.100.10/32 ", " fd00::10/128 ");
        assertThat(host.on("systemctl is-active networking")).isEqualTo("active\n");
        assertNothingToDo();
    }

    @Test
    @Order(3)
    void shouldLeaveNothingBehind() throws Exception {
        apply(List.of());

        assertThat(files()).isEmpty();
        assertThat(host.on("ls -A /etc/network/interfaces.d /etc/systemd/network"))
                .doesNotContain("aloft");
        assertThat(addresses()).contains(" 127.0.0.1/8 ").doesNotContain("192.168.100.10", "fd00::10");
    }

    private static List<Resource> wanted() {
        List<Resource> wanted = new ArrayList<>(VIPS);
        wanted.add(new PersistenceResource(
                "lo",
                VIPS.stream()
                        .map(vip -> new PersistenceResource.Lasting(vip.address(), vip.label()))
                        .toList(),
                Map.of(),
                "test",
                Set.of()));
        return wanted;
    }

    /** Brings the host to what is wanted; what is not wanted any more is given back. */
    private static void apply(List<Resource> wanted) throws Exception {
        HostFacts facts = probe(wanted);
        List<Step> steps = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        List<Entry> recorded = new ArrayList<>(facts.manifest().entries().values());
        Collections.reverse(recorded);
        if (wanted.isEmpty()) {
            for (Entry entry : recorded) {
                Kind kind = Kinds.find(entry.id().kind()).orElseThrow();
                Situation now = new Situation(facts, Optional.of(entry), Set.of(), false);
                step(steps, entry.id(), kind.giveBack(entry, now));
            }
        }
        for (Resource resource : wanted) {
            Situation now = situation(facts, resource);
            step(steps, resource.id(), resource.compare(now));
            resource.remember(now).ifPresent(entries::add);
        }
        Manifest after = wanted.isEmpty() ? Manifest.EMPTY : Manifest.of(Set.of(HOST), entries);
        String script = ApplyScript.of(
                new Batch(HOST, Batch.Part.CHANGE, steps, after.andAlso(facts.manifest()), after),
                IDENTITY,
                Duration.ofMinutes(5));
        assertThat(host.script(script)).contains("@aloft finished " + steps.size());
        assertThat(host.script(UndoScript.confirm(IDENTITY))).contains("@aloft confirmed"); // else a reboot undoes it
    }

    private static void step(List<Step> steps, ResourceId id, Finding finding) {
        finding.match(fine -> true, change -> steps.add(new Step(steps.size() + 1, id, "test", change)), blocked -> {
            throw new AssertionError(blocked.reason());
        });
    }

    private static void assertNothingToDo() throws Exception {
        HostFacts facts = probe(wanted());
        assertThat(wanted()).allSatisfy(resource -> assertThat(resource.compare(situation(facts, resource)))
                .isInstanceOf(Finding.Fine.class));
    }

    private static Situation situation(HostFacts facts, Resource resource) {
        return new Situation(facts, facts.manifest().find(resource.id()), Set.of(), false);
    }

    private static HostFacts probe(List<Resource> wanted) throws Exception {
        return FactsReader.read(HOST, host.script(ProbeScript.of(wanted)));
    }

    private static void reboot() throws IOException {
        host.reboot();
        host.awaitBoot();
        // What networkd puts there comes a moment after it has started.
        host.script("for turn in 1 2 3 4 5 6 7 8 9 10; do if [ $(ip -o address show dev lo | wc -l) -ge 4 ];"
                + " then break; fi; sleep 1; done");
    }

    private static String addresses() {
        return host.on("ip -o address show dev lo");
    }

    /** What Aloft left on the host for the next boot. */
    private static String files() {
        return host.on("grep -rl '^# Written by Aloft' /etc || :");
    }

    private static IpPrefix prefix(String address, int length) {
        try {
            return new IpPrefix(InetAddress.getByName(address), length);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
