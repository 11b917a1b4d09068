package org.aloft.agent.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aloft.agent.config.NotificationBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.SmtpBlock;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventDocument;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.notify.Announcement.FifoKind;

/**
 * Who is notified of an event, and in which order: FIFOs, then the script for that very case, then the one for all
 * ({@code notify}), then mail, then webhooks. Pure: from settings and an event to announcements. What scripts and FIFOs
 * are told is described in keepalived.conf(5) under vrrp_sync_group.
 */
final class NotificationPlan {
    /** keepalived tells a group's priority as 0. */
    private static final int PRIORITY_OF_A_GROUP = 0;

    private final NotificationSettings settings;
    private final AgentEvent event;
    private final List<Announcement> announcements = new ArrayList<>();

    private NotificationPlan(NotificationSettings settings, AgentEvent event) {
        this.settings = settings;
        this.event = event;
    }

    /**
     * The announcements of an event, in order.
     *
     * @param standing the last change of the instance that the event is about; empty if it is about none, or none is
     *     known
     */
    static List<Announcement> of(
            NotificationSettings settings, AgentEvent event, Optional<AgentEvent.InstanceChanged> standing) {
        NotificationPlan plan = new NotificationPlan(settings, event);
        plan.decide(standing);
        return List.copyOf(plan.announcements);
    }

    /** The lines by which a FIFO's reader learns again where an instance stands. */
    static Announcement.WriteFifo stateAgain(AgentEvent.InstanceChanged standing) {
        return new Announcement.WriteFifo(
                FifoKind.VRRP,
                line("INSTANCE", standing.instance(), standing.to().keepalivedWord(), standing.priority()));
    }

    /** The same for a group. */
    static Announcement.WriteFifo stateAgain(AgentEvent.GroupChanged standing) {
        return new Announcement.WriteFifo(
                FifoKind.VRRP, line("GROUP", standing.group(), standing.to().keepalivedWord(), PRIORITY_OF_A_GROUP));
    }

    private void decide(Optional<AgentEvent.InstanceChanged> standing) {
        if (event instanceof AgentEvent.InstanceChanged changed) {
            instanceChanged(changed);
        } else if (event instanceof AgentEvent.GroupChanged changed) {
            groupChanged(changed);
        } else if (event instanceof AgentEvent.LowerPriorityHeard heard) {
            lowerPriorityHeard(heard);
        } else if (event instanceof AgentEvent.HoldersClashed clash) {
            clashed(clash);
        } else if (event instanceof AgentEvent.HoldersSettled settled) {
            settled(settled, standing);
        } else if (event instanceof AgentEvent.PriorityChanged changed) {
            priorityChanged(changed);
        } else if (event instanceof AgentEvent.RealServerChanged changed) {
            realServerChanged(changed);
        } else if (event instanceof AgentEvent.QuorumChanged changed) {
            quorumChanged(changed);
        } else if (event instanceof AgentEvent.VipRestored restored) {
            webhooks(settings.instance(restored.instance()).webhooks());
        } else {
            // Of trackers, of the configuration and of the agent itself only webhooks tell.
            webhooks(List.of());
        }
    }

    // ---- VRRP

    private void instanceChanged(AgentEvent.InstanceChanged changed) {
        NotificationBlock block = settings.instance(changed.instance());
        word(changed.to(), changed.occasion(), block).ifPresent(word -> {
            told("INSTANCE", changed.instance(), word, changed.priority(), block);
            mail(isAlert(changed.from(), changed.to(), block), () -> MailText.instance(router(), changed));
        });
        webhooks(block.webhooks());
    }

    private void groupChanged(AgentEvent.GroupChanged changed) {
        NotificationBlock block = settings.group(changed.group());
        told("GROUP", changed.group(), changed.to().keepalivedWord(), PRIORITY_OF_A_GROUP, block);
        mail(isAlert(changed.from(), changed.to(), block), () -> MailText.group(router(), changed));
        webhooks(block.webhooks());
    }

    /** What keepalived calls it; empty for an instance that has not started. */
    private static Optional<String> word(InstanceState to, Occasion occasion, NotificationBlock block) {
        if (to != InstanceState.INITIALIZE) {
            return Optional.of(to.keepalivedWord());
        }
        return switch (occasion) {
            case OPERATION -> Optional.empty();
            case STOPPING -> Optional.of("STOP");
            case DELETED -> Optional.of(block.saysDeleted() ? "DELETED" : "FAULT");
        };
    }

    private void told(String kind, String name, String word, int priority, NotificationBlock block) {
        String subject = kind + " " + name;
        announcements.add(new Announcement.WriteFifo(FifoKind.VRRP, line(kind, name, word, priority)));
        switch (word) {
            case "MASTER" -> script(subject, "notify_master", block.byState().master(), List.of());
            case "BACKUP" -> script(subject, "notify_backup", block.byState().backup(), List.of());
            case "FAULT" -> script(subject, "notify_fault", block.byState().fault(), List.of());
            case "STOP" -> script(subject, "notify_stop", block.byState().stop(), List.of());
            default -> script(subject, "notify_deleted", block.byState().deleted(), List.of());
        }
        script(subject, "notify", block.byState().any(), List.of(kind, name, word, Integer.toString(priority)));
    }

    private static String line(String kind, String name, String word, int priority) {
        return kind + " \"" + name + "\" " + word + " " + priority;
    }

    /** The first BACKUP is not reported, and the end of the agent is reported by the router that takes over. */
    private boolean isAlert(InstanceState from, InstanceState to, NotificationBlock block) {
        SmtpBlock.Mails mails = settings.global().smtp().mails();
        boolean news = to != InstanceState.INITIALIZE
                && !(from == InstanceState.INITIALIZE && to == InstanceState.BACKUP)
                && (to != InstanceState.FAULT || mails.faults());
        return news && wantsMail(block);
    }

    private boolean wantsMail(NotificationBlock block) {
        SmtpBlock.Mails mails = settings.global().smtp().mails();
        return block.mail().or(mails::vrrpAlerts).or(mails::alerts).orElse(false);
    }

    private void lowerPriorityHeard(AgentEvent.LowerPriorityHeard heard) {
        NotificationBlock block = settings.instance(heard.instance());
        announcements.add(new Announcement.WriteFifo(
                FifoKind.VRRP, line("INSTANCE", heard.instance(), "MASTER_RX_LOWER_PRI", heard.priority())));
        script(
                "INSTANCE " + heard.instance(),
                "notify_master_rx_lower_pri",
                block.byState().masterHeardLower(),
                List.of());
        webhooks(block.webhooks());
    }

    /** Told when it begins; the count goes on in the status. */
    private void clashed(AgentEvent.HoldersClashed clash) {
        if (clash.count() == 1) {
            NotificationBlock block = settings.instance(clash.instance());
            mail(wantsMail(block), () -> MailText.clash(router(), clash));
            webhooks(block.webhooks());
        }
    }

    /**
     * The router that stays active runs its scripts again: systems outside of the hosts may have followed the other
     * one.
     */
    private void settled(AgentEvent.HoldersSettled settled, Optional<AgentEvent.InstanceChanged> standing) {
        NotificationBlock block = settings.instance(settled.instance());
        standing.filter(change -> change.to() == InstanceState.ACTIVE)
                .ifPresent(change -> told("INSTANCE", settled.instance(), "MASTER", change.priority(), block));
        mail(wantsMail(block), () -> MailText.settled(router(), settled));
        webhooks(block.webhooks());
    }

    private void priorityChanged(AgentEvent.PriorityChanged changed) {
        NotificationBlock block = settings.instance(changed.instance());
        boolean wanted = block.priorityChanges().orElse(settings.global().vrrp().notifyPriorityChanges());
        boolean hasOne = changed.state() == InstanceState.ACTIVE || changed.state() == InstanceState.BACKUP;
        if (wanted && hasOne) {
            announcements.add(new Announcement.WriteFifo(
                    FifoKind.VRRP,
                    line(
                            "INSTANCE",
                            changed.instance(),
                            changed.state().keepalivedWord() + "_PRIORITY",
                            changed.to())));
        }
        webhooks(block.webhooks());
    }

    // ---- virtual and real servers

    private void realServerChanged(AgentEvent.RealServerChanged changed) {
        NotificationSettings.CheckerNotification told = settings.server(changed.service(), changed.server());
        String word = MailText.upOrDown(changed.up());
        fifo("RS " + changed.server() + " " + changed.service() + " " + word);
        script(
                "RS " + changed.server() + " of " + changed.service(),
                changed.up() ? "notify_up" : "notify_down",
                changed.up() ? told.up() : told.down(),
                List.of());
        mail(wantsMail(told, true), () -> MailText.server(router(), changed));
        webhooks(List.of());
    }

    private void quorumChanged(AgentEvent.QuorumChanged changed) {
        NotificationSettings.CheckerNotification told = settings.service(changed.service());
        fifo("VS " + changed.service() + " " + MailText.upOrDown(changed.up()));
        script(
                "VS " + changed.service(),
                changed.up() ? "quorum_up" : "quorum_down",
                changed.up() ? told.up() : told.down(),
                List.of());
        mail(wantsMail(told, false), () -> MailText.quorum(router(), changed));
        webhooks(List.of());
    }

    private boolean wantsMail(NotificationSettings.CheckerNotification told, boolean byDefault) {
        SmtpBlock.Mails mails = settings.global().smtp().mails();
        return told.mail().or(mails::checkerAlerts).or(mails::alerts).orElse(byDefault);
    }

    private void fifo(String line) {
        announcements.add(new Announcement.WriteFifo(FifoKind.CHECKERS, line));
    }

    // ---- receivers

    private String router() {
        return settings.global().routerId();
    }

    private void script(String subject, String keyword, Optional<ScriptLine> line, List<String> more) {
        line.map(settings.scripts()::get)
                .ifPresent(script -> announcements.add(new Delivery.RunScript(
                        subject,
                        keyword,
                        script.with(more),
                        settings.global().delivery().scriptTimeout())));
    }

    private void mail(boolean wanted, Supplier<Mail> text) {
        SmtpBlock smtp = settings.global().smtp();
        if (wanted && smtp.server().isPresent() && !smtp.recipients().isEmpty()) {
            announcements.add(new Delivery.SendMail(text.get()));
        }
    }

    private void webhooks(List<URI> own) {
        List<URI> all = settings.webhooks(own);
        if (!all.isEmpty()) {
            String document = EventDocument.write(router(), event);
            all.stream()
                    .distinct()
                    .forEach(
                            to -> announcements.add(new Delivery.PostWebhook(to, EventDocument.name(event), document)));
        }
    }
}
