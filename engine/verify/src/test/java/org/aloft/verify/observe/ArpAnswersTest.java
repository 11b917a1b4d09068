package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArpAnswersTest {
    @Test
    void shouldReadEveryReplyThatArpingSaw() {
        ArpAnswers answers = ArpAnswers.parse("""
                #aloft way arping
                ARPING 192.168.100.10 from 192.168.100.20 br0
                Unicast reply from 192.168.100.10 [FE:A7:85:16:E5:26]  0.544ms
                Unicast reply from 192.168.100.10 [8A:8E:F3:8D:AE:8D]  0.559ms
                Unicast reply from 192.168.100.10 [FE:A7:85:16:E5:26]  0.581ms
                Sent 2 probes (2 broadcast(s))
                Received 3 response(s)
                """);
        assertThat(answers.macs()).containsExactly("fe:a7:85:16:e5:26", "8a:8e:f3:8d:ae:8d");
        assertThat(answers.way()).startsWith("arping");
    }

    @Test
    void shouldCountANeighbourOnlyOnceItHasAnswered() {
        ArpAnswers answers = ArpAnswers.parse("""
                #aloft way neighbour
                192.168.100.10 lladdr 8a:8e:f3:8d:ae:8d REACHABLE\s
                192.168.100.10 lladdr 8a:8e:f3:8d:ae:8d REACHABLE\s
                192.168.100.10 lladdr fe:a7:85:16:e5:26 PROBE\s
                """);
        assertThat(answers.macs()).containsExactly("8a:8e:f3:8d:ae:8d");
        assertThat(answers.way()).contains("arping is not installed");
    }

    @Test
    void shouldSayHowNeighbourDiscoveryWasAsked() {
        ArpAnswers answers = ArpAnswers.parse("""
                #aloft way discovery
                fd00:100::10 lladdr 8a:8e:f3:8d:ae:8d router REACHABLE\s
                fd00:100::10 lladdr fe:a7:85:16:e5:26 PROBE\s
                """);
        assertThat(answers.macs()).containsExactly("8a:8e:f3:8d:ae:8d");
        assertThat(answers.way()).isEqualTo("unicast to each host of the inventory");
    }

    @Test
    void shouldFindNobodyWhenNoneAnswers() {
        assertThat(ArpAnswers.parse("#aloft way neighbour\n192.168.100.10  FAILED\n")
                        .macs())
                .isEmpty();
    }

    @Test
    void shouldSayWhyNobodyCouldBeAsked() {
        ArpAnswers answers = ArpAnswers.parse("#aloft impossible the asking host holds the VIP itself\n");
        assertThat(answers.impossible()).contains("the asking host holds the VIP itself");
    }
}
