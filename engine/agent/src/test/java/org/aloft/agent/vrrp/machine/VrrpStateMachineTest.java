package org.aloft.agent.vrrp.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.CaseFile;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.socket.AddressClaim;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the state machine does, in files: a router, where it begins, and steps, one a line. A step is an event and its
 * moment; behind them stands what is expected of the state, and {@code actions}, all of them in order. Times are
 * seconds.
 *
 * <p>A router is {@code 10.0.0.5} of priority 100, version 2, with an interval of 1 s and keepalived's defaults, but
 * for what {@code router} says. It {@code begins} as {@code initialize}, {@code backup} (started at 0) or {@code
 * active} (took over at 0). {@code at} is a moment, or {@code deadline} of the state that stands there, with {@code
 * +} and seconds; {@code every} [first, last] repeats an event each second. Broken expectations name file and line.
 */
class VrrpStateMachineTest {
    private static final Path CASES = Path.of("src/test/resources/org/aloft/agent/vrrp/machine/cases");

    static List<Path> shouldDoWhatItsFileSays() throws IOException {
        return CaseFile.in(CASES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldDoWhatItsFileSays(Path file) throws IOException {
        CaseFile.Part story = CaseFile.read(file);
        assertThat(story.text("about")).isNotBlank();
        RouterSettings settings = settings(story.part("router"));
        State state = beginning(settings, story.text("begins"));
        for (CaseFile.Part step : story.parts("steps")) {
            for (long now : moments(step, state)) {
                Transition transition = VrrpStateMachine.next(settings, state, event(step), now);
                check(step, state, transition);
                state = transition.state();
            }
            step.checkThatAllIsUsed();
        }
        story.checkThatAllIsUsed();
    }

    private static RouterSettings settings(Optional<CaseFile.Part> given) {
        RouterSettings usual = SettingsFixture.preempting(SettingsFixture.address(5), 100);
        return given.map(router -> {
                    RouterSettings settings = new RouterSettings(
                            usual.address(),
                            router.number("priority", 100),
                            router.number("version", 2),
                            usual.intervalNanos(),
                            usual.downTimerAdverts(),
                            new RouterSettings.Preemption(
                                    router.flag("preempts", true),
                                    router.nanos("preemptDelay").orElse(0L)),
                            new RouterSettings.Answers(
                                    router.flag("answersLower", true), router.flag("answersHigher", false)),
                            router.flag("grouped", false),
                            usual.announcing());
                    router.checkThatAllIsUsed();
                    return settings;
                })
                .orElse(usual);
    }

    private static State beginning(RouterSettings settings, String word) {
        State initialize = new State.Initialize("test");
        return switch (word) {
            case "initialize" -> initialize;
            case "backup" ->
                VrrpStateMachine.next(settings, initialize, new Event.Startup(0), 0)
                        .state();
            case "active" -> {
                State.Followed nobody = State.Followed.nobody(settings.intervalNanos());
                State due = new State.Backup("test", 0, nobody, 0, Deadline.NEVER, false);
                Event won = settings.grouped() ? new Event.GroupTakesOver() : new Event.TimerExpired();
                yield VrrpStateMachine.next(settings, due, won, 0).state();
            }
            default -> throw new AssertionError("no router begins as " + word);
        };
    }

    private static List<Long> moments(CaseFile.Part step, State state) {
        List<Long> moments = new ArrayList<>();
        if (step.has("every")) {
            List<?> ends = (List<?>) step.find("every").orElseThrow();
            for (long now = CaseFile.nanos(ends.get(0)); now <= CaseFile.nanos(ends.get(1)); now += 1_000_000_000L) {
                moments.add(now);
            }
            return moments;
        }
        Object at = step.find("at").orElseThrow();
        if (at instanceof String text) {
            String[] parts = text.split("\\+", -1);
            long later = parts.length == 1 ? 0 : CaseFile.nanos(new BigDecimal(parts[1].strip()));
            return List.of(state.deadline() + later);
        }
        return List.of(CaseFile.nanos(at));
    }

    // ---- events

    private static Event event(CaseFile.Part step) throws UnknownHostException {
        String[] words = step.text("event").split(" ", 2);
        String rest = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            case "startup" -> new Event.Startup(step.nanos("notBefore").orElse(0L), step.flag("carriesOn", false));
            case "shutdown" -> new Event.Shutdown();
            case "leave" -> new Event.Leave();
            case "hand-over" -> new Event.HandOver();
            case "take-back" -> new Event.TakeBack();
            case "timer" -> new Event.TimerExpired(step.flag("awake", false));
            case "advert" -> advert(rest.split(" ", -1), step.nanos("interval").orElse(SettingsFixture.SECOND));
            case "lost" ->
                new Event.RouterLost(
                        InetAddress.getByName(rest),
                        step.flag("first", false),
                        step.nanos("silence").orElseThrow());
            case "hindered" -> new Event.Hindered(rest, step.flag("canSend", false));
            case "unhindered" -> new Event.Unhindered();
            case "group-takes-over" -> new Event.GroupTakesOver();
            case "group-steps-down" -> new Event.GroupStepsDown(rest);
            case "reconfigured" -> new Event.Reconfigured();
            case "vips-restored" -> new Event.VipsRestored();
            case "claim" ->
                new Event.AddressClaimed(
                        new AddressClaim(InetAddress.getByName(rest), new MacAddress(0x02_00_00_00_00_99L)));
            default -> throw new AssertionError(step + ": there is no event " + words[0]);
        };
    }

    private static Event advert(String[] of, long interval) throws UnknownHostException {
        return new Event.AdvertReceived(
                new Advert(InetAddress.getByName(of[0]), Integer.parseInt(of[1]), interval, List.of()));
    }

    // ---- what is expected

    private static void check(CaseFile.Part step, State before, Transition transition) {
        State after = transition.state();
        step.find("state").ifPresent(name -> assertThat(after.getClass().getSimpleName())
                .as("%s: state", step)
                .isEqualTo(name));
        step.find("reason")
                .ifPresent(reason ->
                        assertThat(after.reason()).as("%s: reason", step).isEqualTo(reason));
        step.nanos("deadline")
                .ifPresent(moment ->
                        assertThat(after.deadline()).as("%s: deadline", step).isEqualTo(moment));
        step.nanos("beat")
                .ifPresent(
                        moment -> assertThat(after.beat()).as("%s: beat", step).isEqualTo(moment));
        if (step.flag("unchanged", false)) {
            assertThat(after).as("%s: state", step).isEqualTo(before);
        }
        checkBackup(step, after);
        checkActive(step, after);
        if (step.has("actions")) {
            assertThat(transition.actions().stream().map(VrrpStateMachineTest::name))
                    .as("%s: actions", step)
                    .containsExactlyElementsOf(step.texts("actions"));
        }
    }

    private static void checkBackup(CaseFile.Part step, State state) {
        step.find("standsBack").ifPresent(wanted -> assertThat(((State.Backup) state).standsBack())
                .as("%s: standsBack", step)
                .isEqualTo(wanted));
        step.find("ready").ifPresent(wanted -> assertThat(((State.Backup) state).ready())
                .as("%s: ready", step)
                .isEqualTo(wanted));
    }

    private static void checkActive(CaseFile.Part step, State state) {
        step.find("announcesAt").ifPresent(moment -> assertThat(((State.Active) state).arpAt())
                .as("%s: announcesAt", step)
                .isEqualTo("never".equals(moment) ? Deadline.NEVER : CaseFile.nanos(moment)));
        step.find("clash").ifPresent(wanted -> assertThat(((State.Active) state)
                        .clash()
                        .map(clash -> clash.heard().name())
                        .orElse("none"))
                .as("%s: clash", step)
                .isEqualTo(wanted));
    }

    private static String name(Action action) {
        if (action instanceof Action.SendAdvert advert) {
            return "advert " + advert.priority();
        }
        if (action instanceof Action.SendGratuitousArp announcement) {
            return "announce " + announcement.repeat();
        }
        if (action instanceof Action.ReportLowerPriority lower) {
            Advert heard = lower.advert();
            return "tell of lower " + heard.source().getHostAddress() + " " + heard.priority() + ", untold "
                    + lower.untold();
        }
        if (action instanceof Action.YieldOwnership yielded) {
            return "yield ownership to " + yielded.advert().source().getHostAddress();
        }
        if (action instanceof Action.ReportClash report) {
            return "tell of clash with " + report.clash().other() + " by "
                    + report.clash().heard();
        }
        if (action instanceof Action.ReportSettled settled) {
            return "tell of clash settled for "
                    + settled.winner().map(InetAddress::getHostAddress).orElse("this router") + ", heard "
                    + settled.clash().count();
        }
        return switch (action.getClass().getSimpleName()) {
            case "AddVips" -> "add VIPs";
            case "RemoveVips" -> "remove VIPs";
            case "AskForHolders" -> "ask for holders";
            default -> action.toString();
        };
    }
}
