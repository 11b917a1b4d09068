package org.aloft.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.script.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationPlanTest {
    private static final String SCRIPTS = """
            notify_master "/m 'a b'"
            notify_backup /b
            notify_fault /f
            notify_stop /s
            notify_master_rx_lower_pri /l
            notify "/n own"
            """;

    private static final String MAIL = """
            notification_email {
                a@x.example
            }
            smtp_server 192.0.2.25
            """;

    private static final ServiceName SERVICE =
            ServiceName.of("TCP", new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
    private static final ServiceName SERVER =
            ServiceName.of("TCP", new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));

    /** What is announced, in short: lines of FIFOs, commands, subjects of mails and URLs. */
    private static List<String> plan(NotificationSettings settings, AgentEvent event) {
        return shown(NotificationPlan.of(settings, event, Optional.empty()));
    }

    private static List<String> shown(List<Announcement> announcements) {
        return announcements.stream().map(NotificationPlanTest::shown).toList();
    }

    private static String shown(Announcement announcement) {
        if (announcement instanceof Announcement.WriteFifo line) {
            return line.kind() + " " + line.line();
        }
        if (announcement instanceof Delivery.RunScript run) {
            return run.subject() + " " + run.keyword() + " " + run.script().words();
        }
        if (announcement instanceof Delivery.SendMail mail) {
            return mail.mail().subject();
        }
        return ((Delivery.PostWebhook) announcement).to() + " " + ((Delivery.PostWebhook) announcement).event();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "ACTIVE,     OPERATION, MASTER, notify_master, '/m, a b'",
        "BACKUP,     OPERATION, BACKUP, notify_backup, /b",
        "FAULT,      OPERATION, FAULT,  notify_fault,  /f",
        "INITIALIZE, STOPPING,  STOP,   notify_stop,   /s",
        "INITIALIZE, DELETED,   FAULT,  notify_fault,  /f",
    })
    void shouldTellTheFifoThenTheScriptOfTheStateThenTheGeneralOne(
            InstanceState to, Occasion occasion, String word, String keyword, String command) {
        assertThat(plan(Told.anywhere("", SCRIPTS), Told.changed(InstanceState.INITIALIZE, to, occasion)))
                .containsExactly(
                        "VRRP INSTANCE \"VI_1\" " + word + " 100",
                        "INSTANCE VI_1 " + keyword + " [" + command + "]",
                        "INSTANCE VI_1 notify [/n, own, INSTANCE, VI_1, " + word + ", 100]");
    }

    @Test
    void shouldSayDeletedOnlyWhereThatIsAskedFor() {
        AgentEvent deleted = Told.changed(InstanceState.ACTIVE, InstanceState.INITIALIZE, Occasion.DELETED);
        assertThat(plan(Told.anywhere("", "notify_deleted /d\nnotify /n"), deleted))
                .containsExactly(
                        "VRRP INSTANCE \"VI_1\" DELETED 100",
                        "INSTANCE VI_1 notify_deleted [/d]",
                        "INSTANCE VI_1 notify [/n, INSTANCE, VI_1, DELETED, 100]");
        assertThat(plan(Told.anywhere("", "notify_deleted\nnotify_fault /f"), deleted))
                .containsExactly("VRRP INSTANCE \"VI_1\" DELETED 100");
    }

    @Test
    void shouldTellAGroupsPriorityAsZero() {
        AgentEvent group = new AgentEvent.GroupChanged(
                Told.AT, "G1", InstanceState.BACKUP, InstanceState.ACTIVE, "because", Occasion.OPERATION);
        assertThat(plan(Told.anywhere(MAIL + "smtp_alert on", SCRIPTS), group))
                .containsExactly(
                        "VRRP GROUP \"G1\" MASTER 0",
                        "GROUP G1 notify_master [/m, a b]",
                        "GROUP G1 notify [/n, own, GROUP, G1, MASTER, 0]",
                        "[R1] VRRP Group G1 - Entering MASTER state");
    }

    @Test
    void shouldRunNothingThatThisHostDoesNotAllow() {
        NotificationSettings all = Told.anywhere("", SCRIPTS);
        NotificationSettings none = new NotificationSettings(
                all.global(), all.instances(), all.groups(), all.services(), all.servers(), Map.of());
        assertThat(plan(none, Told.changed(InstanceState.BACKUP, InstanceState.ACTIVE)))
                .containsExactly("VRRP INSTANCE \"VI_1\" MASTER 100");
    }

    @Test
    void shouldTellOfALowerPriorityThatTheActiveHeard() throws Exception {
        AgentEvent heard =
                new AgentEvent.LowerPriorityHeard(Told.AT, "VI_1", InetAddress.getByName("192.0.2.2"), 90, 100, 0);
        assertThat(plan(Told.anywhere("", SCRIPTS), heard))
                .containsExactly(
                        "VRRP INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 100",
                        "INSTANCE VI_1 notify_master_rx_lower_pri [/l]");
    }

    @Test
    void shouldTellOfPrioritiesOnlyWhereThatIsAskedFor() {
        AgentEvent active =
                new AgentEvent.PriorityChanged(Told.AT, "VI_1", InstanceState.ACTIVE, 100, 80, "a script failed");
        AgentEvent fault =
                new AgentEvent.PriorityChanged(Told.AT, "VI_1", InstanceState.FAULT, 100, 80, "a script failed");
        String line = "VRRP INSTANCE \"VI_1\" MASTER_PRIORITY 80";
        assertThat(plan(Told.anywhere("", ""), active)).isEmpty();
        assertThat(plan(Told.anywhere("", "notify_priority_changes"), active)).containsExactly(line);
        assertThat(plan(Told.anywhere("vrrp_notify_priority_changes on", ""), active))
                .containsExactly(line);
        assertThat(plan(Told.anywhere("vrrp_notify_priority_changes on", "notify_priority_changes off"), active))
                .isEmpty();
        assertThat(plan(Told.anywhere("", "notify_priority_changes"), fault)).isEmpty();
    }

    @Test
    void shouldWriteTheMailThatKeepalivedWrites() {
        List<Announcement> plan = NotificationPlan.of(
                Told.anywhere(MAIL, "smtp_alert"),
                Told.changed(InstanceState.BACKUP, InstanceState.ACTIVE),
                Optional.empty());
        Mail mail = ((Delivery.SendMail) plan.get(1)).mail();
        assertThat(mail.subject()).isEqualTo("[R1] VRRP Instance VI_1 - Entering MASTER state");
        assertThat(mail.body())
                .startsWith("=> VRRP Instance is now owning VRRP VIPs <=\n\n")
                .contains("because", "2026-01-01T10:00:03.612Z");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                    '',             BACKUP,     ACTIVE, false",
        "smtp_alert on,                         '',             BACKUP,     ACTIVE, true",
        "smtp_alert on,                         smtp_alert off, BACKUP,     ACTIVE, false",
        "smtp_alert_vrrp on,                    '',             BACKUP,     ACTIVE, true",
        "smtp_alert_checker on,                 '',             BACKUP,     ACTIVE, false",
        "'smtp_alert on\nsmtp_alert_vrrp off',  '',             BACKUP,     ACTIVE, false",
        "'',                                    smtp_alert,     BACKUP,     FAULT,  true",
        "no_email_faults,                       smtp_alert,     BACKUP,     FAULT,  false",
        "'',                                    smtp_alert,     INITIALIZE, BACKUP, false",
        "'',                                    smtp_alert,     FAULT,      BACKUP, true",
        "'',                                    smtp_alert,     ACTIVE,     INITIALIZE, false",
    })
    void shouldMailWhenTheGlobalWordOrTheInstancesOwnSaysSo(
            String global, String instance, InstanceState from, InstanceState to, boolean mails) {
        List<Announcement> plan = NotificationPlan.of(
                Told.anywhere(MAIL + global, instance), Told.changed(from, to, Occasion.STOPPING), Optional.empty());
        assertThat(plan.stream().anyMatch(Delivery.SendMail.class::isInstance)).isEqualTo(mails);
    }

    @Test
    void shouldMailNobodyWithoutAServerOrARecipient() {
        AgentEvent event = Told.changed(InstanceState.BACKUP, InstanceState.ACTIVE);
        assertThat(plan(Told.anywhere("smtp_server 192.0.2.25", "smtp_alert"), event))
                .hasSize(1);
        assertThat(plan(Told.anywhere("notification_email {\na@x\n}", "smtp_alert"), event))
                .hasSize(1);
    }

    @Test
    void shouldTellOfServersAndQuorums() {
        ScriptLine up = new ScriptLine(List.of("/up"), Optional.empty(), new Position("f", 1, 1));
        ScriptLine down = new ScriptLine(List.of("/down"), Optional.empty(), new Position("f", 1, 1));
        NotificationSettings base = Told.anywhere(MAIL, "");
        NotificationSettings.CheckerNotification both =
                new NotificationSettings.CheckerNotification(Optional.of(up), Optional.of(down), Optional.empty());
        NotificationSettings settings = new NotificationSettings(
                base.global(),
                base.instances(),
                base.groups(),
                Map.of(SERVICE, both),
                Map.of(new NotificationSettings.ServerOfService(SERVICE, SERVER), both),
                Map.of(
                        up, new Script(up.command(), Optional.empty()),
                        down, new Script(down.command(), Optional.empty())));
        assertThat(plan(settings, new AgentEvent.RealServerChanged(Told.AT, SERVICE, SERVER, false, 1, "refused")))
                .containsExactly(
                        "CHECKERS RS [127.0.0.1]:tcp:8080 [127.0.0.1]:tcp:80 DOWN",
                        "RS [127.0.0.1]:tcp:8080 of [127.0.0.1]:tcp:80 notify_down [/down]",
                        "[R1] Realserver [127.0.0.1]:tcp:8080 of virtual server [127.0.0.1]:tcp:80 - DOWN");
        assertThat(plan(settings, new AgentEvent.QuorumChanged(Told.AT, SERVICE, true, "1 of 1")))
                .as("mail about a quorum is off unless asked for")
                .containsExactly("CHECKERS VS [127.0.0.1]:tcp:80 UP", "VS [127.0.0.1]:tcp:80 quorum_up [/up]");
    }

    @Test
    void shouldAlertOnceOfTwoHoldersAndClaimTheVipsAgainAfterwards() throws Exception {
        InetAddress other = InetAddress.getByName("192.0.2.2");
        NotificationSettings settings = Told.anywhere(MAIL, SCRIPTS + "smtp_alert");
        assertThat(plan(settings, clash(other, 1)))
                .containsExactly("[R1] VRRP Instance VI_1 - Two holders of the VIPs");
        assertThat(plan(settings, clash(other, 2))).isEmpty();
        AgentEvent settled = new AgentEvent.HoldersSettled(Told.AT, "VI_1", other, Duration.ofSeconds(3));
        assertThat(shown(NotificationPlan.of(
                        settings, settled, Optional.of(Told.changed(InstanceState.BACKUP, InstanceState.ACTIVE)))))
                .containsExactly(
                        "VRRP INSTANCE \"VI_1\" MASTER 100",
                        "INSTANCE VI_1 notify_master [/m, a b]",
                        "INSTANCE VI_1 notify [/n, own, INSTANCE, VI_1, MASTER, 100]",
                        "[R1] VRRP Instance VI_1 - One holder of the VIPs again");
        assertThat(shown(NotificationPlan.of(
                        settings, settled, Optional.of(Told.changed(InstanceState.ACTIVE, InstanceState.BACKUP)))))
                .as("whoever gave way says nothing more")
                .containsExactly("[R1] VRRP Instance VI_1 - One holder of the VIPs again");
    }

    private static AgentEvent clash(InetAddress other, long count) {
        return new AgentEvent.HoldersClashed(
                Told.AT, "VI_1", other.getHostAddress(), 90, AgentEvent.Heard.ADVERT, count);
    }

    @Test
    void shouldPostEveryEventToTheGlobalWebhookAndThoseOfAnInstanceToItsOwn() {
        NotificationSettings settings =
                Told.anywhere("notify_webhook http://all.example/", "notify_webhook http://one.example/");
        assertThat(plan(settings, Told.changed(InstanceState.BACKUP, InstanceState.ACTIVE)))
                .contains("http://all.example/ instanceChanged", "http://one.example/ instanceChanged");
        assertThat(plan(settings, new AgentEvent.ConfigurationRefused(Told.AT, List.of("wrong"), List.of())))
                .containsExactly("http://all.example/ configurationRefused");
    }

    @Test
    void shouldStillKnowAnInstanceThatLeavesTheConfiguration() {
        NotificationSettings earlier = Told.anywhere("", "notify_deleted /d");
        NotificationSettings later =
                new NotificationSettings(earlier.global(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
        assertThat(plan(
                        earlier.followedBy(later),
                        Told.changed(InstanceState.ACTIVE, InstanceState.INITIALIZE, Occasion.DELETED)))
                .contains("INSTANCE VI_1 notify_deleted [/d]");
    }
}
