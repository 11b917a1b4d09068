package org.aloft.agent.config.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDifferenceTest {
    @TempDir
    static Path folder;

    private static final String BEFORE = """
            global_defs {
                router_id lvs1
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                priority 100
                authentication {
                    auth_type PASS
                    auth_pass secret1
                }
                virtual_ipaddress {
                    192.0.2.10
                    192.0.2.11
                    192.0.2.12
                }
            }
            vrrp_instance VI_2 {
                interface eth1
                virtual_router_id 11
                virtual_ipaddress {
                    192.0.2.20
                }
            }
            virtual_server 192.0.2.10 80 {
                delay_loop 6
                protocol TCP
                real_server 192.0.2.30 80 {
                    TCP_CHECK {
                        connect_timeout 3
                    }
                }
                real_server 192.0.2.31 80 {
                }
            }
            virtual_server 192.0.2.11 53 {
                protocol UDP
                real_server 192.0.2.30 53 {
                }
            }
            """;

    private static Configuration parse(String text) throws ConfigurationException {
        try {
            return ConfigurationReader.read(
                    Files.writeString(folder.resolve("test.conf"), text), new Surroundings("lvs1.example", "lvs1"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static List<String> after(String... replacements) throws ConfigurationException {
        String text = BEFORE;
        for (int index = 0; index < replacements.length; index += 2) {
            assertThat(text).contains(replacements[index]);
            text = text.replace(replacements[index], replacements[index + 1]);
        }
        return ConfigurationDifference.between(parse(BEFORE), parse(text));
    }

    @Test
    void shouldSayNothingWhenOnlyTheLookOfTheFileChanges() throws ConfigurationException {
        assertThat(after("priority 100", "\n# a comment\npriority   100")).isEmpty();
    }

    @Test
    void shouldSayWhichWordsOfABlockChange() throws ConfigurationException {
        assertThat(after("priority 100", "priority 90\nnopreempt\nadvert_int 2", "router_id lvs1", "router_id lvs9"))
                .containsExactly(
                        "global_defs: router_id: lvs1 -> lvs9",
                        "vrrp_instance VI_1: priority: 100 -> 90",
                        "vrrp_instance VI_1: preempt: on -> off",
                        "vrrp_instance VI_1: advert_interval: 1 s -> 2 s");
    }

    @Test
    void shouldNotShowAPasswordThatChanges() throws ConfigurationException {
        assertThat(after("secret1", "secret2")).containsExactly("vrrp_instance VI_1: authentication changes");
    }

    @Test
    void shouldSayWhichVipsComeGoAndChangeHands() throws ConfigurationException {
        assertThat(after(
                        "192.0.2.11\n",
                        "192.0.2.13\n",
                        "192.0.2.12\n",
                        "\n",
                        "192.0.2.20\n",
                        "192.0.2.20\n192.0.2.12\n"))
                .containsExactly(
                        "the VIP 192.0.2.12 moves from vrrp_instance VI_1 to vrrp_instance VI_2",
                        "vrrp_instance VI_1: virtual_addresses 192.0.2.11/32 dev eth0 goes",
                        "vrrp_instance VI_1: virtual_addresses 192.0.2.12/32 dev eth0 goes",
                        "vrrp_instance VI_1: virtual_addresses 192.0.2.13/32 dev eth0 comes",
                        "vrrp_instance VI_2: virtual_addresses 192.0.2.12/32 dev eth1 comes");
    }

    @Test
    void shouldSayWhichInstancesAreRenamed() throws ConfigurationException {
        assertThat(after("vrrp_instance VI_2", "vrrp_instance VI_3"))
                .containsExactly("vrrp_instance VI_3: name: VI_2 -> VI_3");
        assertThat(after("vrrp_instance VI_2", "vrrp_instance VI_3", "virtual_router_id 11", "virtual_router_id 53"))
                .contains("vrrp_instance VI_2 goes", "vrrp_instance VI_3 comes");
    }

    @Test
    void shouldSayWhatChangesBehindAVirtualServer() throws ConfigurationException {
        assertThat(after(
                        "192.0.2.31",
                        "192.0.2.32",
                        "connect_timeout 3",
                        "connect_timeout 0.5",
                        "delay_loop 6",
                        "delay_loop 7"))
                .allSatisfy(line -> assertThat(line).startsWith("virtual_server 192.0.2.10 80 TCP: "))
                .anySatisfy(line -> assertThat(line).endsWith(": 6 s -> 7 s"))
                .anySatisfy(line -> assertThat(line).endsWith(": real_server 192.0.2.31 80 goes"))
                .anySatisfy(line -> assertThat(line).endsWith(": real_server 192.0.2.32 80 comes"))
                .anySatisfy(line -> assertThat(line)
                        .contains(": real_server 192.0.2.30 80: tcp_check")
                        .endsWith(": 3 s -> 0.5 s"));
        assertThat(after("protocol UDP", "protocol TCP"))
                .containsExactly("virtual_server 192.0.2.11 53 UDP goes", "virtual_server 192.0.2.11 53 TCP comes");
    }

    @Test
    void shouldSayThatAnOrderChanges() throws ConfigurationException {
        assertThat(after(
                        "192.0.2.11\n", "192.0.2.99\n", "192.0.2.10\n", "192.0.2.11\n", "192.0.2.99\n", "192.0.2.10\n"))
                .containsExactly("vrrp_instance VI_1: virtual_addresses change their order");
    }

    /** A secret wherever a file may have one. */
    private static final String SECRETS = """
            global_defs {
                notify_webhook https://hooks.example.org/services/SECRET?key=SECRET
                startup_script "/etc/aloft/start --token SECRET"
                notify_fifo /run/fifo
                notify_fifo_script "/etc/aloft/fifo TOKEN=SECRET"
            }
            SSL {
                password SECRET
                key /etc/aloft/key.pem
            }
            vrrp_script chk {
                script "TOKEN=SECRET /etc/aloft/chk SECRET"
            }
            vrrp_track_process proxy {
                process proxy --password SECRET
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                authentication {
                    auth_type PASS
                    auth_pass SECRET
                }
                notify_master "/etc/aloft/master SECRET" root
                notify_backup /etc/aloft/backup --token=SECRET
                notify_webhook https://hooks.example.org/SECRET
                notify_webhook https://chat.example.org/SECRET
                virtual_ipaddress {
                    192.0.2.10
                }
            }
            virtual_server 192.0.2.10 80 {
                protocol TCP
                quorum_up "/etc/aloft/up SECRET"
                real_server 192.0.2.30 80 {
                    MISC_CHECK {
                        misc_path "/usr/bin/curl -u admin:SECRET http://192.0.2.30/"
                    }
                    HTTP_GET {
                        url {
                            path http://admin:SECRET@192.0.2.30/health?token=SECRET
                        }
                    }
                    UDP_CHECK {
                        payload 5EC2E7
                        require_reply 5EC2E7
                    }
                }
            }
            """;

    private static Configuration secrets(String one) throws ConfigurationException {
        return parse(SECRETS.replace("SECRET", one).replace("5EC2E7", one.equals("s3cret1") ? "010203" : "010204"));
    }

    private static final Pattern SHOWN = Pattern.compile("s3cret|\\b[13], 2, [34]\\b");

    @Test
    void shouldSayThatSecretsChangeAndNotWhatTheyAre() throws ConfigurationException {
        List<String> changes = ConfigurationDifference.between(secrets("s3cret1"), secrets("s3cret2"));
        assertThat(changes).noneMatch(line -> SHOWN.matcher(line).find());
        assertThat(changes)
                .contains(
                        "global_defs: webhooks https://hooks.example.org/… changes",
                        "global_defs: startup_script changes",
                        "vrrp_script chk: script changes",
                        "track_process proxy: parameters changes",
                        "vrrp_instance VI_1: authentication changes",
                        "vrrp_instance VI_1: master changes",
                        "vrrp_instance VI_1: backup changes",
                        "vrrp_instance VI_1: webhooks https://chat.example.org/… changes",
                        "SSL: password changes")
                .anyMatch(line -> line.contains("payload"))
                .anyMatch(line -> line.contains("misc_check /usr/bin/curl …"))
                .anyMatch(line -> line.contains("http://…@192.0.2.30/health?…"));
    }

    @Test
    void shouldSayNoSecretsOfWhatComesAndGoes() throws ConfigurationException {
        Configuration nothing = parse(BEFORE);
        Configuration all = secrets("s3cret1");
        Configuration fewer = parse(SECRETS.replaceAll("(?m)^.*(SECRET|5EC2E7).*$", "")
                .replace("vrrp_script chk {", "vrrp_script chk {\nscript /bin/true")
                .replace("vrrp_track_process proxy {", "vrrp_track_process proxy {\nprocess proxy")
                .replace("auth_type PASS", "auth_type PASS\nauth_pass other")
                .replace("MISC_CHECK {", "MISC_CHECK {\nmisc_path /bin/true"));
        for (Configuration other : List.of(nothing, fewer)) {
            assertThat(ConfigurationDifference.between(other, all)).isNotEmpty().noneMatch(line -> SHOWN.matcher(line)
                    .find());
            assertThat(ConfigurationDifference.between(all, other)).isNotEmpty().noneMatch(line -> SHOWN.matcher(line)
                    .find());
        }
    }

    @Test
    void shouldSayWhoRunsWhatInsteadOfWhat() throws ConfigurationException {
        assertThat(ConfigurationDifference.between(
                        secrets("s3cret1"),
                        parse(SECRETS.replace("5EC2E7", "010203")
                                .replace("SECRET", "s3cret1")
                                .replace("\"/etc/aloft/master s3cret1\" root", "/etc/aloft/other nobody"))))
                .containsExactly(
                        "vrrp_instance VI_1: master: /etc/aloft/master … as root -> /etc/aloft/other as nobody");
    }
}
