package org.aloft.agent.vrrp.machine;

import static org.aloft.agent.vrrp.machine.SettingsFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.socket.AddressClaim;
import org.junit.jupiter.api.Test;

class VrrpStateMachineTest {
    private static final Inet4Address OWN = SettingsFixture.address(5);
    private static final Inet4Address LOWER_ADDRESS = SettingsFixture.address(4);
    private static final Inet4Address HIGHER_ADDRESS = SettingsFixture.address(6);
    private static final RouterSettings SETTINGS = SettingsFixture.preempting(OWN, 100);
    private static final long SKEW = 156 * SECOND / 256;
    private static final State INITIALIZE = new State.Initialize("test");

    private static Transition next(State state, Event event, long now) {
        return VrrpStateMachine.next(SETTINGS, state, event, now);
    }

    private static Event advert(Inet4Address source, int priority) {
        return new Event.AdvertReceived(new Advert(source, priority, SECOND, List.of()));
    }

    private static State backup(RouterSettings settings) {
        return VrrpStateMachine.next(settings, INITIALIZE, new Event.Startup(0), 0)
                .state();
    }

    private static State active(RouterSettings settings, long now) {
        State backup = new State.Backup("test", now, State.Followed.nobody(SECOND), now, Deadline.NEVER, false);
        return VrrpStateMachine.next(settings, backup, new Event.TimerExpired(), now)
                .state();
    }

    @Test
    void shouldListenForThreeIntervalsAndSkewAtStart() {
        assertThat(backup(SETTINGS).deadline()).isEqualTo(3 * SECOND + SKEW);
    }

    @Test
    void shouldTakeOverWhenTheActiveRouterFallsSilent() {
        State following =
                next(backup(SETTINGS), advert(HIGHER_ADDRESS, 200), SECOND).state();
        Transition transition = next(following, new Event.TimerExpired(), following.deadline());
        assertThat(transition.state()).isInstanceOf(State.Active.class);
        assertThat(transition.state().reason()).isEqualTo("no advert of 10.0.0.6 for 3.61 s");
        assertThat(transition.actions())
                .containsExactly(
                        new Action.SendAdvert(100),
                        new Action.AddVips(),
                        new Action.SendGratuitousArp(1),
                        new Action.SendGratuitousArp(4));
    }

    @Test
    void shouldBeActiveAtOnceWhenItOwnsTheAddresses() {
        RouterSettings owner = SettingsFixture.preempting(OWN, 255);
        assertThat(backup(owner)).isInstanceOf(State.Active.class);
    }

    @Test
    void shouldIgnoreLowerPrioritiesWhenItPreempts() {
        State backup = backup(SETTINGS);
        assertThat(next(backup, advert(HIGHER_ADDRESS, 99), SECOND).state()).isEqualTo(backup);
    }

    @Test
    void shouldFollowLowerPrioritiesWhenItDoesNotPreempt() {
        RouterSettings settings = SettingsFixture.with(OWN, 100, false, Duration.ZERO);
        State state = VrrpStateMachine.next(settings, backup(settings), advert(LOWER_ADDRESS, 1), SECOND)
                .state();
        assertThat(state.deadline()).isEqualTo(SECOND + 3 * SECOND + SKEW);
        assertThat(state.reason()).isEqualTo("10.0.0.4 with priority 1 is active");
    }

    @Test
    void shouldWaitThePreemptDelayBeforePushingALowerRouterAside() {
        RouterSettings settings = SettingsFixture.with(OWN, 100, true, Duration.ofSeconds(10));
        State state = backup(settings);
        for (int second = 1; second <= 9; second++) {
            state = VrrpStateMachine.next(settings, state, advert(LOWER_ADDRESS, 1), second * SECOND)
                    .state();
        }
        assertThat(state.deadline()).isEqualTo((9 + 3) * SECOND + SKEW);
        State later = VrrpStateMachine.next(settings, state, advert(LOWER_ADDRESS, 1), 10 * SECOND)
                .state();
        assertThat(later.deadline()).as("from now on it is not listened to").isEqualTo(state.deadline());
    }

    @Test
    void shouldTakeOverAfterTheSkewWhenTheActiveRouterStops() {
        State following =
                next(backup(SETTINGS), advert(HIGHER_ADDRESS, 200), SECOND).state();
        State state = next(following, advert(HIGHER_ADDRESS, 0), 2 * SECOND).state();
        assertThat(state.deadline()).isEqualTo(2 * SECOND + SKEW);
        assertThat(next(state, new Event.TimerExpired(), state.deadline())
                        .state()
                        .reason())
                .isEqualTo("10.0.0.6 said that it is stopping (priority 0)");
    }

    @Test
    void shouldStepDownForAHigherPriority() {
        Transition transition = next(active(SETTINGS, 0), advert(LOWER_ADDRESS, 101), SECOND / 2);
        assertThat(transition.state()).isInstanceOf(State.Backup.class);
        assertThat(transition.actions()).containsExactly(new Action.RemoveVips());
    }

    @Test
    void shouldBreakTiesByTheHigherAddress() {
        State active = active(SETTINGS, 0);
        assertThat(next(active, advert(HIGHER_ADDRESS, 100), 1).state()).isInstanceOf(State.Backup.class);
        assertThat(next(active, advert(LOWER_ADDRESS, 100), 1).state()).isInstanceOf(State.Active.class);
    }

    @Test
    void shouldAnswerALowerRouterAtOnceAndAnnounceItsVipsAgain() {
        Transition transition = next(active(SETTINGS, 0), advert(HIGHER_ADDRESS, 99), SECOND / 2);
        assertThat(transition.actions())
                .contains(new Action.SendAdvert(100), new Action.SendGratuitousArp(5))
                .hasAtLeastOneElementOfType(Action.ReportLowerPriority.class);
    }

    @Test
    void shouldAnswerAStoppingRouterWithAnAdvert() {
        Transition transition = next(active(SETTINGS, 0), advert(HIGHER_ADDRESS, 0), SECOND / 2);
        assertThat(transition.actions()).containsExactly(new Action.SendAdvert(100));
    }

    @Test
    void shouldSayThatItStopsAndRemoveItsVips() {
        Transition transition = next(active(SETTINGS, 0), new Event.Shutdown(), SECOND / 2);
        assertThat(transition.state()).isInstanceOf(State.Initialize.class);
        assertThat(transition.actions()).containsExactly(new Action.SendAdvert(0), new Action.RemoveVips());
    }

    @Test
    void shouldKeepTheBeatWhenAnAdvertIsLate() {
        State active = active(SETTINGS, 0);
        Transition transition = next(active, new Event.TimerExpired(), SECOND + SECOND / 4);
        assertThat(transition.actions()).containsExactly(new Action.SendAdvert(100));
        assertThat(transition.state().deadline()).isEqualTo(2 * SECOND);
    }

    @Test
    void shouldAnnounceItsVipsOnceMoreAfterTheDelay() {
        State state = active(SETTINGS, 0);
        for (int second = 1; second < 5; second++) {
            state = next(state, new Event.TimerExpired(), second * SECOND).state();
        }
        Transition fifth = next(state, new Event.TimerExpired(), 5 * SECOND);
        assertThat(fifth.actions()).containsExactly(new Action.SendAdvert(100), new Action.SendGratuitousArp(5));
        assertThat(((State.Active) fifth.state()).arpAt()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void shouldListenBeforeItIsActiveAgainAfterASleep() {
        long woke = 4 * SECOND;
        Transition transition = next(active(SETTINGS, 0), new Event.TimerExpired(), woke);
        assertThat(transition.state()).isInstanceOf(State.Backup.class);
        assertThat(transition.state().deadline()).isEqualTo(woke + SECOND + SKEW);
        assertThat(transition.actions()).containsExactly(new Action.RemoveVips());
    }

    @Test
    void shouldNotAnswerALowerRouterAfterASleepBeforeItHasListened() {
        Transition transition = next(active(SETTINGS, 0), advert(LOWER_ADDRESS, 90), 4 * SECOND);
        assertThat(transition.state()).isInstanceOf(State.Backup.class);
        assertThat(transition.actions()).containsExactly(new Action.RemoveVips());
    }

    @Test
    void shouldNotShortenItsListeningByWhatWasQueuedDuringTheSleep() {
        State asleep = active(SETTINGS, 0);
        State listening = next(asleep, advert(HIGHER_ADDRESS, 200), 4 * SECOND).state();
        State stale = next(listening, advert(HIGHER_ADDRESS, 0), 4 * SECOND).state();
        assertThat(stale.deadline()).isEqualTo(4 * SECOND + SECOND + SKEW);
    }

    @Test
    void shouldNotTrustATimerThatItSleptThrough() {
        State backup = backup(SETTINGS);
        Transition transition = next(backup, new Event.TimerExpired(), backup.deadline() + 3 * SECOND);
        assertThat(transition.state()).isInstanceOf(State.Backup.class);
        assertThat(transition.actions()).isEmpty();
    }

    /** It was at work, with another router's takeover perhaps, and has read what came meanwhile. */
    @Test
    void shouldTrustATimerThatItIsLateForBecauseItWasAtWork() {
        State backup = backup(SETTINGS);
        Transition takeover = next(backup, new Event.TimerExpired(true), backup.deadline() + 3 * SECOND);
        assertThat(takeover.state()).isInstanceOf(State.Active.class);
        State active = active(SETTINGS, 0);
        assertThat(next(active, new Event.TimerExpired(true), 5 * SECOND).state())
                .isInstanceOf(State.Active.class);
    }

    @Test
    void shouldSetTheVipsBeforeTheAdvertOnlyForARouterThatServesUntilItHearsThat() {
        State backup = backup(SETTINGS);
        assertThat(next(backup, new Event.TimerExpired(), backup.deadline()).actions())
                .startsWith(new Action.SendAdvert(SETTINGS.priority()), new Action.AddVips());
        Advert goodbye = new Advert(HIGHER_ADDRESS, Advert.STOPPING, SECOND, List.of());
        State handedOver = next(backup, new Event.AdvertReceived(goodbye), 1).state();
        assertThat(next(handedOver, new Event.TimerExpired(), handedOver.deadline())
                        .actions())
                .startsWith(new Action.AddVips());
    }

    @Test
    void shouldDropItsVipsWhenTheInterfaceFails() {
        Transition down = next(active(SETTINGS, 0), new Event.Hindered("eth0 has no carrier", false), SECOND / 2);
        assertThat(down.state()).isEqualTo(new State.Fault("eth0 has no carrier", false));
        assertThat(down.actions()).containsExactly(new Action.RemoveVips());
        Transition up = next(down.state(), new Event.Unhindered(), SECOND);
        assertThat(up.state().deadline()).isEqualTo(SECOND + 3 * SECOND + SKEW);
    }

    @Test
    void shouldScaleTheSkewWithTheActiveRoutersIntervalInVersion3() {
        RouterSettings settings = SettingsFixture.version3(OWN, 128);
        Event event = new Event.AdvertReceived(new Advert(HIGHER_ADDRESS, 200, SECOND / 10, List.of()));
        State state =
                VrrpStateMachine.next(settings, backup(settings), event, 0).state();
        assertThat(state.deadline()).isEqualTo(3 * SECOND / 10 + SECOND / 20);
    }

    // ---- handing over

    private static State handingOver(Event how) {
        Transition transition = next(active(SETTINGS, 0), how, SECOND / 2);
        assertThat(transition.actions()).containsExactly(new Action.SendAdvert(0));
        return transition.state();
    }

    @Test
    void shouldHoldItsVipsWhileItLeavesUntilAnotherRouterSpeaks() {
        State leaving = handingOver(new Event.Leave());
        assertThat(leaving.holdsVips()).isTrue();
        Transition left = next(leaving, advert(LOWER_ADDRESS, 90), SECOND);
        assertThat(left.state()).isEqualTo(new State.Initialize("handed over to 10.0.0.4 with priority 90"));
        assertThat(left.actions()).containsExactly(new Action.RemoveVips());
    }

    @Test
    void shouldNotWaitForeverForASuccessorWhenItLeaves() {
        State leaving = handingOver(new Event.Leave());
        assertThat(leaving.deadline()).as("the longest skew and an interval").isEqualTo(SECOND / 2 + 2 * SECOND);
        Transition left = next(leaving, new Event.TimerExpired(), leaving.deadline());
        assertThat(left.state()).isEqualTo(new State.Initialize("stopped; no other router took over"));
        assertThat(left.actions()).containsExactly(new Action.RemoveVips());
    }

    @Test
    void shouldNotTakeAnotherLeaverForItsSuccessor() {
        State leaving = handingOver(new Event.Leave());
        assertThat(next(leaving, advert(LOWER_ADDRESS, 0), SECOND).state()).isEqualTo(leaving);
    }

    @Test
    void shouldStandBackBehindALowerRouterAfterAHandover() {
        State backup = next(handingOver(new Event.HandOver()), advert(LOWER_ADDRESS, 90), SECOND)
                .state();
        State later = next(backup, advert(LOWER_ADDRESS, 90), 2 * SECOND).state();
        assertThat(later.deadline()).as("follows it").isEqualTo(2 * SECOND + 3 * SECOND + SKEW);
        Transition back = next(later, new Event.TakeBack(), 3 * SECOND);
        assertThat(back.state().deadline()).as("pushes it aside").isEqualTo(3 * SECOND);
        assertThat(next(back.state(), new Event.TimerExpired(), 3 * SECOND).state())
                .isInstanceOf(State.Active.class);
    }

    @Test
    void shouldStayActiveWhenNobodyTakesAHandover() {
        State handing = handingOver(new Event.HandOver());
        Transition end = next(handing, new Event.TimerExpired(), handing.deadline());
        assertThat(end.state()).isInstanceOf(State.Active.class);
        assertThat(end.state().reason()).isEqualTo("no other router took over");
        assertThat(end.actions()).containsExactly(new Action.SendAdvert(100));
    }

    @Test
    void shouldBeActiveAgainWhenTheRouterItHandedOverToIsGone() {
        State backup = next(handingOver(new Event.HandOver()), advert(LOWER_ADDRESS, 90), SECOND)
                .state();
        assertThat(next(backup, new Event.TimerExpired(), backup.deadline()).state())
                .isInstanceOf(State.Active.class);
    }

    @Test
    void shouldStandBackThroughAFault() {
        State backup = next(handingOver(new Event.HandOver()), advert(LOWER_ADDRESS, 90), SECOND)
                .state();
        State fault =
                next(backup, new Event.Hindered("eth0 is down", false), SECOND).state();
        State again = next(fault, new Event.Unhindered(), 2 * SECOND).state();
        assertThat(again).isInstanceOfSatisfying(State.Backup.class, found -> assertThat(found.standsBack())
                .isTrue());
    }

    @Test
    void shouldSayThatItStopsWhenATrackerHindersIt() {
        Transition down = next(active(SETTINGS, 0), new Event.Hindered("script chk failed", true), SECOND / 2);
        assertThat(down.actions()).containsExactly(new Action.SendAdvert(0), new Action.RemoveVips());
    }

    // ---- two holders

    @Test
    void shouldReportTwoHoldersOnceAndAgainWhenItIsOver() {
        Transition first = next(active(SETTINGS, 0), advert(LOWER_ADDRESS, 90), 2 * SECOND);
        assertThat(first.actions()).hasAtLeastOneElementOfType(Action.ReportClash.class);
        Transition second = next(first.state(), advert(LOWER_ADDRESS, 90), 3 * SECOND);
        assertThat(second.actions()).doesNotHaveAnyElementsOfTypes(Action.ReportClash.class);
        Transition beat = next(second.state(), new Event.TimerExpired(), 4 * SECOND);
        Transition over = next(beat.state(), new Event.TimerExpired(), 5 * SECOND);
        assertThat(over.actions())
                .contains(new Action.SendGratuitousArp(5))
                .filteredOn(Action.ReportSettled.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(Action.ReportSettled.class, settled -> {
                    assertThat(settled.winner()).as("this router").isEmpty();
                    assertThat(settled.clash().count()).isEqualTo(2);
                });
    }

    @Test
    void shouldNotTakeCrossingPacketsForTwoHolders() {
        Transition transition = next(active(SETTINGS, 0), advert(LOWER_ADDRESS, 90), SECOND / 100);
        assertThat(transition.actions()).doesNotHaveAnyElementsOfTypes(Action.ReportClash.class);
    }

    @Test
    void shouldReportThatItLostTheVipsToTheOtherHolder() {
        State clashing =
                next(active(SETTINGS, 0), advert(LOWER_ADDRESS, 90), 2 * SECOND).state();
        Transition lost = next(clashing, advert(LOWER_ADDRESS, 200), 3 * SECOND);
        assertThat(lost.actions())
                .hasAtLeastOneElementOfType(Action.RemoveVips.class)
                .hasAtLeastOneElementOfType(Action.ReportSettled.class);
    }

    private static final Event CLAIM = new Event.AddressClaimed(
            new AddressClaim(SettingsFixture.address(9), new MacAddress(0x02_00_00_00_00_99L)));

    private Transition pass(State state, long now) {
        return next(state, new Event.TimerExpired(), now);
    }

    @Test
    void shouldReportAHostThatClaimsItsVipsByArpOnceNoAdvertFollows() {
        State claimed = next(active(SETTINGS, 0), CLAIM, SECOND * 5 / 4).state();
        assertThat(pass(claimed, 2 * SECOND).actions()).doesNotHaveAnyElementsOfTypes(Action.ReportClash.class);
        Transition told = pass(pass(claimed, 2 * SECOND).state(), SECOND * 9 / 4);
        assertThat(told.actions())
                .contains(new Action.SendGratuitousArp(1))
                .filteredOn(Action.ReportClash.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(Action.ReportClash.class, report -> {
                    assertThat(report.clash().heard()).isEqualTo(AgentEvent.Heard.ARP);
                    assertThat(report.clash().other()).isEqualTo("02:00:00:00:00:99 (claims 10.0.0.9)");
                });
    }

    @Test
    void shouldNotTakeTheArpOfARouterThatTakesOverForASecondHolder() {
        State claimed = next(active(SETTINGS, 0), CLAIM, SECOND * 5 / 4).state();
        Transition over = next(claimed, advert(LOWER_ADDRESS, 200), SECOND * 3 / 2);
        assertThat(over.state()).isInstanceOf(State.Backup.class);
        assertThat(over.actions()).doesNotHaveAnyElementsOfTypes(Action.ReportClash.class, Action.ReportSettled.class);
    }

    @Test
    void shouldNotTakeTheLastArpOfTheRouterBeforeItForASecondHolder() {
        Transition crossing = next(active(SETTINGS, 0), CLAIM, SECOND / 100);
        assertThat(crossing.state()).isEqualTo(active(SETTINGS, 0));
    }

    @Test
    void shouldAskAHostThatFellSilentBeforeItCallsTheClashOver() {
        State state = next(active(SETTINGS, 0), CLAIM, SECOND).state();
        List<Long> asked = new ArrayList<>();
        List<Long> settled = new ArrayList<>();
        for (long second = 2; second <= 20; second++) {
            Transition transition = pass(state, second * SECOND);
            state = transition.state();
            if (transition.actions().contains(new Action.AskForHolders())) {
                asked.add(second);
                state = asked.size() == 1 ? next(state, CLAIM, second * SECOND).state() : state; // it answers once
            }
            if (transition.actions().stream().anyMatch(Action.ReportSettled.class::isInstance)) {
                assertThat(transition.actions()).contains(new Action.SendGratuitousArp(5));
                settled.add(second);
            }
        }
        assertThat(asked).containsExactly(6L, 10L);
        assertThat(settled).containsExactly(11L);
        assertThat(((State.Active) state).clash()).isEmpty();
    }

    @Test
    void shouldLetAdvertsTellMoreOfAClashThanArp() {
        State claimed = next(active(SETTINGS, 0), CLAIM, SECOND).state();
        Transition heard = next(claimed, advert(LOWER_ADDRESS, 90), SECOND * 5 / 4);
        assertThat(heard.actions()).hasAtLeastOneElementOfType(Action.ReportClash.class);
        State after = next(heard.state(), CLAIM, SECOND * 3 / 2).state();
        assertThat(((State.Active) after).clash().orElseThrow().heard()).isEqualTo(AgentEvent.Heard.ADVERT);
    }

    /** A peer that knows the shorter interval already does not wait for the longer one. */
    @Test
    void shouldAdvertiseAtOnceAndBeginTheBeatAnewAfterAReload() {
        Transition transition = next(active(SETTINGS, -SECOND / 2), new Event.Reconfigured(), 0);
        assertThat(transition.actions()).containsExactly(new Action.SendAdvert(100), new Action.SendGratuitousArp(5));
        assertThat(transition.state().beat()).isEqualTo(SECOND);
        State waiting = backup(SETTINGS);
        assertThat(next(waiting, new Event.Reconfigured(), 0)).isEqualTo(Transition.to(waiting));
    }

    // ---- what keepalived's keywords change

    @Test
    void shouldNotAnswerALowerRouterWithLowerPrioNoAdvert() {
        RouterSettings settings = SettingsFixture.answering(OWN, 100, false, false);
        Transition transition =
                VrrpStateMachine.next(settings, active(settings, 0), advert(LOWER_ADDRESS, 90), SECOND / 2);
        assertThat(transition.actions())
                .doesNotHaveAnyElementsOfTypes(Action.SendAdvert.class)
                .contains(new Action.SendGratuitousArp(5));
    }

    @Test
    void shouldSayGoodbyeToAHigherRouterWithHigherPrioSendAdvert() {
        RouterSettings settings = SettingsFixture.answering(OWN, 100, true, true);
        Transition transition =
                VrrpStateMachine.next(settings, active(settings, 0), advert(LOWER_ADDRESS, 200), SECOND / 2);
        assertThat(transition.actions()).containsExactly(new Action.SendAdvert(100), new Action.RemoveVips());
    }

    @Test
    void shouldWaitForItsSyncGroup() {
        RouterSettings settings = SettingsFixture.grouped(OWN, 100);
        State backup = backup(settings);
        Transition ready = VrrpStateMachine.next(settings, backup, new Event.TimerExpired(), backup.deadline());
        assertThat(ready.state()).isInstanceOfSatisfying(State.Backup.class, found -> assertThat(found.ready())
                .isTrue());
        assertThat(ready.actions()).isEmpty();
        assertThat(VrrpStateMachine.next(settings, ready.state(), new Event.GroupTakesOver(), backup.deadline())
                        .state())
                .isInstanceOf(State.Active.class);
    }

    @Test
    void shouldNotBeActiveBeforeTheStartupDelayIsOver() {
        State state = VrrpStateMachine.next(SETTINGS, INITIALIZE, new Event.Startup(10 * SECOND), 0)
                .state();
        State stopped = next(state, advert(HIGHER_ADDRESS, 0), SECOND).state();
        assertThat(stopped.deadline()).isEqualTo(10 * SECOND);
    }
}
