package org.aloft.agent.config.language;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.HostSetting;
import org.aloft.agent.config.Unaccepted;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;
import org.aloft.agent.kernel.route.InterfaceSetting;
import org.aloft.agent.kernel.route.MacAddress;

/** Reads {@link Holding#journalLine()}. */
public final class HoldingLine {
    private HoldingLine() {}

    /** Empty for a line that this version did not write. */
    public static Optional<Holding> read(String line) {
        Position position = new Position("journal", 1, 1);
        List<Word> all = Stream.of(line.split(" ", -1))
                .map(text -> new Word(text, position))
                .toList();
        if (all.size() < 2) {
            return Optional.empty();
        }
        List<Word> words = all.subList(1, all.size());
        Statement rest = new Statement(words.get(0), words.subList(1, words.size()), Optional.empty());
        Problems problems = new Problems();
        Optional<? extends Holding> holding =
                switch (all.get(0).text()) {
                    case "address" -> VirtualAddressLanguage.ofJournal(rest);
                    case "route" -> VirtualRouteLanguage.read(rest, new LineValues(), problems);
                    case "rule" -> VirtualRuleLanguage.read(rest, new LineValues(), new RulePriorities(), problems);
                    case "macvlan" -> macvlan(words);
                    case "setting" -> setting(words);
                    case "drop" -> drop(words);
                    default -> Optional.empty();
                };
        return problems.haveErrors() ? Optional.empty() : holding.map(Holding.class::cast);
    }

    private static Optional<HostSetting> setting(List<Word> words) {
        if (words.size() != 5) {
            return Optional.empty();
        }
        InterfaceSetting setting = new InterfaceSetting(
                words.get(0).text(), words.get(1).text(), words.get(2).text());
        return Optional.of(
                new HostSetting(setting, words.get(3).text(), words.get(4).text()));
    }

    private static Optional<Unaccepted> drop(List<Word> words) {
        if (words.size() != 3 || !words.get(2).text().matches("-?[0-9]{1,6}")) {
            return Optional.empty();
        }
        int priority = Integer.parseInt(words.get(2).text());
        return IpLiteral.parse(words.get(0).text())
                .map(address -> new Unaccepted(address, words.get(1).text(), priority));
    }

    private static Optional<VirtualMac> macvlan(List<Word> words) {
        if (words.size() != 4) {
            return Optional.empty();
        }
        return MacAddress.parse(words.get(2).text())
                .map(mac -> new VirtualMac(
                        words.get(0).text(),
                        words.get(1).text(),
                        mac,
                        words.get(3).text().equals("inet6")));
    }
}
