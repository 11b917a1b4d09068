package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole job on a real cluster, told as a story: five hosts from nothing to proven, then what goes wrong in a
 * cluster's life, one mishap a test. Each test leaves the cluster as the topology wants it. Two more parts of the story
 * stand in files of their own, as each takes its turn by its number.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT extends OnDemoCluster implements ChangesWhileClientsAsk, OtherDirectors {
    @Test
    @Order(1)
    void shouldBringAFreshClusterUpAndProveIt() throws IOException {
        // A budget may be missed where a machine is slow, and then the demo must say so; all else must hold anywhere.
        JsonNode report = Schema.VERIFY.holds(Files.readString(folder.resolve("report.json")));
        assertThat(demo.status())
                .as(demo.toString())
                .isEqualTo(report.get("passed").asBoolean() ? 0 : ExitCode.VERIFICATION_FAILED.status());
        assertThat(demo.out()).contains(report.get("passed").asBoolean() ? "PASSED" : "FAILED");
        assertThat(report.get("checks")).isNotEmpty().allSatisfy(ClusterIT::didNotFail);
        assertThat(report.get("afterwards")).isNotEmpty().allSatisfy(ClusterIT::didNotFail);
        assertThat(report.get("drills")).hasSize(3).allSatisfy(ClusterIT::ranAndRecovered);
        assertThat(demo.out())
                .startsWith("Impact on the service\n  192.168.100.10  comes up on lvs2, then moves to lvs1")
                .containsSubsequence(
                        "Wave 1: real servers",
                        "Wave 2: standby director\n  lvs2",
                        "Wave 3: active director\n  lvs1",
                        "24 to create, 16 to change, 0 to remove.",
                        "Done: ",
                        "left alone",
                        "Nothing to do: ",
                        "graceful handover",
                        "crash of the director",
                        "real server of web down and back",
                        "everything is back");
        assertThat(demo.err()).contains("✓ exactly one of lvs1, lvs2 holds 192.168.100.10", "./aloft lab down");
        assertThat(demo.out() + demo.err()).doesNotContain("abc123");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("graceful handover of 192.168.100.10");
    }

    private static void didNotFail(JsonNode check) {
        assertThat(check.get("verdict").asText()).as(check.toString()).isEqualTo("passed");
    }

    private static void ranAndRecovered(JsonNode drill) {
        assertThat(drill.get("state").asText()).as(drill.toString()).isEqualTo("ran");
        assertThat(drill.get("measurements")).isNotEmpty().allSatisfy(measurement -> assertThat(
                        measurement.get("ended").asBoolean())
                .as(measurement.toString())
                .isTrue());
    }

    @Test
    @Order(2)
    void shouldShowWhoHoldsWhatInOneTable() throws IOException {
        Invocation table = aloft("status");
        Invocation document = aloft("status", "--json");

        assertThat(table.status()).as(table.toString()).isZero();
        assertThat(table.out())
                .containsPattern("VI_1 192\\.168\\.100\\.10 +lvs1 +held")
                .containsPattern("director +lvs1 +ACTIVE")
                .containsPattern("director +lvs2 +BACKUP")
                .containsPattern("192\\.168\\.100\\.200:80 +web1 +up")
                .containsPattern("192\\.168\\.100\\.222:80 +web2 +up");
        assertThat(Schema.STATUS.holds(document.out()).get("healthy").asBoolean())
                .as(document.toString())
                .isTrue();
    }

    /** As root under keepalived, which no unit confines: by the same unit, with another file. */
    @Test
    @Order(3)
    void shouldLetScriptsOfTheDirectorDoWhatRootMay() {
        on("lvs2", """
                cat >/root/rights.sh <<'END'
                #!/bin/sh
                set -eux
                mkdir /home/rights
                chown nobody /home/rights
                touch /tmp/rights /etc/rights
                setpriv --reuid=nobody --clear-groups -- sh -c 'umask 077; echo theirs >/home/rights/secret'
                grep -q theirs /home/rights/secret
                perl -MIO::Socket::INET -e 'IO::Socket::INET->new(LocalPort => 81, Listen => 1) or die "port 81: $!\\n"'
                touch /run/rights.done
                END
                chmod 700 /root/rights.sh
                cat >/root/rights.conf <<'END'
                global_defs {
                    script_user root
                    startup_script /root/rights.sh
                    vrrp_notify_fifo /run/rights.fifo nobody
                }
                vrrp_instance RIGHTS {
                    interface lo
                    virtual_router_id 99
                    virtual_ipaddress {
                        127.9.9.9
                    }
                }
                END
                unit=$(systemctl show -P FragmentPath aloftd)
                sed -E -e 's,^(ExecStart=[^ ]*).*,\\1 -f /root/rights.conf --http off --run-directory /run/rights,' \\
                  -e 's,^RuntimeDirectory=.*,RuntimeDirectory=rights,' "$unit" >/run/systemd/system/rights.service
                systemctl daemon-reload
                """);
        String log = on("lvs2", "systemctl start rights; journalctl -u rights --no-pager -o cat");
        String seen = on(
                "lvs2",
                "ls /run/rights.done || :; timeout 60 setpriv --reuid=nobody --clear-groups -- head -1 /run/rights.fifo || :");
        on("lvs2", """
                systemctl stop rights
                rm -rf /root/rights.* /home/rights /tmp/rights /etc/rights /run/rights* /run/systemd/system/rights.service
                systemctl daemon-reload
                """);
        assertThat(seen).as(log).isEqualTo("/run/rights.done\nINSTANCE \"RIGHTS\" BACKUP 100\n");
    }

    @Test
    @Order(4)
    void shouldFindARealServerThatAnswersArpForTheVip() {
        on("web1", "sysctl -q -w net.ipv4.conf.all.arp_ignore=0 net.ipv4.conf.lo.arp_ignore=0");

        Invocation verified = aloft("verify", "--checks", "--report", folder.toString());

        assertThat(verified.status()).as(verified.toString()).isEqualTo(ExitCode.VERIFICATION_FAILED.status());
        assertThat(verified.out())
                .contains(
                        "only the holder answers ARP (IPv6: neighbour discovery) for the VIP",
                        "web1's ens33 (02:a1:c0:a8:64:c8) answers",
                        "arp_ignore must be 1");
        Invocation planned = aloft("plan", "--detailed-exitcode");
        assertThat(planned.status()).as(planned.toString()).isEqualTo(ExitCode.CHANGES_PENDING.status());
        assertThat(planned.out())
                .contains("net.ipv4.conf.all.arp_ignore: 0 → 1")
                .doesNotContain("nginx-light", "Wave 2");
        JsonNode plan = Schema.PLAN.holds(aloft("plan", "--json").out());
        assertThat(plan.at("/waves/0/batches/0/host").asText()).isEqualTo("web1");
        assertThat(plan.at("/impact/0/vip").asText()).isEqualTo("192.168.100.10");
    }

    @Test
    @Order(5)
    void shouldLeaveAHostAloneThatAnotherRunIsChanging() {
        on("web1", "printf '%s\\n' another-run 999999999 mara@desk 2026-01-01T10:00:00Z >/run/aloft.lease");

        Invocation applied = aloft("apply", "--yes", "--limit", "web1");

        assertThat(applied.status()).as(applied.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(applied.out()).as("peers are asked, too").contains("192.168.100.10  stays on lvs1, no gap expected");
        assertThat(applied.err())
                .contains("another run is changing web1: mara@desk, since 2026-01-01T10:00:00Z", "wait until that run");
        Invocation again = aloft("apply", "--yes", "--json", "--limit", "web1");
        assertThat(again.status()).as(again.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(summary(again).at("/failures/0/kind").asText()).isEqualTo("locked");
        assertThat(on("web1", "cat /proc/sys/net/ipv4/conf/all/arp_ignore")).isEqualTo("0\n");
        Invocation verified = aloft("verify", "--drill", "handover", "--report", folder.toString());
        assertThat(verified.status()).as(verified.toString()).isEqualTo(ExitCode.VERIFICATION_FAILED.status());
        assertThat(verified.out()).as("nor drilled").contains("another run is changing web1: mara@desk");
        on("web1", "rm /run/aloft.lease");
    }

    @Test
    @Order(6)
    void shouldPutBackWhatWasChangedByHand() {
        Invocation applied = aloft("apply", "--yes", "--json");

        assertThat(applied.status()).as(applied.toString()).isZero();
        assertThat(summary(applied).get("changed").asBoolean()).isTrue();
        assertThat(applied.out()).contains("\"step_done\"", "\"proof_held\"").doesNotContain("abc123");
        assertThat(on("web1", "cat /proc/sys/net/ipv4/conf/all/arp_ignore")).isEqualTo("1\n");
        assertNothingToDo();
    }

    /** The last of the lines, each of which is as the schema says. */
    private static JsonNode summary(Invocation applied) {
        List<JsonNode> lines = Schema.APPLY.holdsLines(applied.out());
        JsonNode last = lines.get(lines.size() - 1);
        assertThat(last.get("exit_code").asInt()).as(applied.toString()).isEqualTo(applied.status());
        return last;
    }

    @Test
    @Order(7)
    void shouldTakeAwayWhatLeftTheTopology() throws IOException {
        Path example = folder.resolve("topology.yml");
        Path variant = folder.resolve("variant.yml");
        Files.writeString(
                variant,
                Files.readString(example)
                        .replace("    services: [nginx]\n", """
                                    services: [nginx]
                                    sysctls: {net.ipv4.tcp_fin_timeout: 31}
                                """)
                        .replace("  web:                                   # host or group\n", """
                                  web:
                                """)
                        .replace("    files:\n", """
                                    files:
                                      /etc/aloft-was-here: {content: "for now\\n"}
                                """));

        Invocation added = aloftOn(variant, "apply", "--yes", "--limit", "web1");
        assertThat(added.status()).as(added.toString()).isZero();
        assertThat(on("web1", "cat /etc/aloft-was-here /proc/sys/net/ipv4/tcp_fin_timeout"))
                .isEqualTo("for now\n31\n");

        Invocation removed = aloft("apply", "--yes", "--limit", "web1");
        assertThat(removed.status()).as(removed.toString()).isZero();
        assertThat(removed.out()).contains("/etc/aloft-was-here");
        assertThat(on("web1", "ls /etc/aloft-was-here 2>/dev/null; grep -r fin_timeout /etc/sysctl.d || echo gone"))
                .isEqualTo("gone\n");
    }

    @Test
    @Order(8)
    void shouldKeepVipAndSilenceAcrossAReboot() {
        assertThat(lab.run("web1", COMMAND, "systemctl reboot --force --force; sleep 60")
                        .exitCode())
                .isEqualTo(255);
        lab.awaitReady("web1");
        on("web1", "systemctl is-system-running --wait");

        assertThat(on("web1", "ip -o address show dev lo; cd /proc/sys/net/ipv4/conf/all; cat arp_ignore arp_announce"))
                .contains("192.168.100.10/32 scope global lo:0")
                .endsWith("1\n2\n");
        assertNothingToDo();
    }

    @Test
    @Order(16)
    void shouldPlanTheOthersWhenAHostCannotBeReached() {
        lab.powerOff("web2");

        Invocation planned = aloft("plan");

        assertThat(planned.status()).as(planned.toString()).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(planned.out())
                .contains("! web2 cannot be reached: ", "lvs1, lvs2, web1, client are as wanted; 1 host is left out");
        Invocation document = aloft("plan", "--json");
        assertThat(document.status()).as(document.toString()).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(Schema.PLAN.holds(document.out()).at("/unreachable/0/host").asText())
                .isEqualTo("web2");
        lab.powerOn("web2");
    }

    /**
     * A guest's disk keeps nothing that was not synced when its power is cut; where the kernel is shared, this shows
     * less.
     */
    @Test
    @Order(9)
    void shouldHaveAllOnTheDiskWhenApplySaysThatItIsDone() throws Exception {
        Path other = variant("disk.yml", "    services: [nginx]\n", """
                    services: [nginx]
                  lvs2:
                    files:
                      /etc/aloft-proof: {content: "on the disk\\n"}
                """);

        Invocation applied = aloftOn(other, "apply", "--yes", "--limit", "lvs2");
        lab.powerOff("lvs2");
        lab.powerOn("lvs2");

        assertThat(applied.status()).as(applied.toString()).isZero();
        assertThat(
                        on(
                                "lvs2",
                                "systemctl is-system-running --wait >/dev/null || :; cat /etc/aloft-proof; grep -c . /var/lib/aloft/manifest"))
                .startsWith("on the disk\n")
                .doesNotEndWith("\n0\n");
        assertThat(aloftOn(other, "plan", "--detailed-exitcode", "--limit", "lvs2")
                        .status())
                .isZero();
        assertThat(aloft("apply", "--yes").status()).isZero();
    }

    @Test
    @Order(14)
    void shouldGiveBackAFileThatWasThereAndLetItsServiceRunOn() throws Exception {
        on(
                "client",
                "apt-get install -q -y nginx-light && chmod 640 /etc/nginx/nginx.conf && systemctl enable --now nginx");
        String before = on("client", "cat /etc/nginx/nginx.conf; stat -c '%a %U:%G' /etc/nginx/nginx.conf");
        Path other = folder.resolve("adopted.yml");
        Files.writeString(
                other, Files.readString(folder.resolve("topology.yml")).replace("verify:\n", """
                                  client:
                                    files:
                                      /etc/nginx/nginx.conf:
                                        content: "events {}\\nhttp { server { listen 8080; } }\\n"
                                    services: [nginx]
                                verify:
                                """));

        Invocation adopted = aloftOn(other, "apply", "--yes");
        assertThat(adopted.status()).as(adopted.toString()).isZero();
        assertThat(adopted.out()).contains("adopt    /etc/nginx/nginx.conf", "reload   nginx.service");

        Invocation left = aloft("apply", "--yes");
        assertThat(left.status()).as(left.toString()).isZero();
        assertThat(left.out())
                .contains("restore  /etc/nginx/nginx.conf: as it was before Aloft", "reload   nginx.service");
        assertThat(on("client", "cat /etc/nginx/nginx.conf; stat -c '%a %U:%G' /etc/nginx/nginx.conf"))
                .isEqualTo(before);
        assertThat(on(
                        "client",
                        "systemctl is-active nginx; systemctl is-enabled nginx; ls /var/lib/aloft/manifest 2>&1 || :"))
                .startsWith("active\nenabled\n")
                .contains("No such file");
        on("client", "systemctl disable --now nginx"); // the port is another test's
        assertNothingToDo();
    }

    @Test
    @Order(15)
    void shouldRefuseToTouchTheLastDirectorThatWorks() throws Exception {
        Path other = variant("interval.yml", "scheduler: rr", "scheduler: wrr");
        lab.powerOff("lvs2");

        Invocation planned = aloftOn(other, "plan");

        assertThat(planned.out()).contains("lvs1 cannot be planned", "--allow-last-director");
        lab.powerOn("lvs2");
        on("lvs2", "systemctl is-system-running --wait || :");
    }
}
