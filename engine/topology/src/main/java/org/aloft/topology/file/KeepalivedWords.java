package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.yaml.YamlValue;

/**
 * The words of keepalived.conf, and how the same is said in {@code topology.yml}: what somebody is answered who has a
 * keepalived.conf at hand. The words stand in {@link KeepalivedVrrpWords}, {@link KeepalivedLvsWords} and
 * {@link KeepalivedGlobalWords}.
 *
 * <p>Thread-safe: the table is filled once.
 */
final class KeepalivedWords {
    /** For what aloftd can do and the topology cannot say: the agent's file is made from a template. */
    private static final String OWN_TEMPLATE =
            " Or write it into a template aloftd.conf.ftl of your own, in templates/ beside topology.yml.";

    private static final String AS_IT_IS = ": lines of keepalived.conf are taken as they are";

    /**
     * What one word is answered with.
     *
     * @param block keepalived's block, or blocks, in which it stands
     * @param meaning what it is for, to be read behind "word for"
     * @param ours how the same is written here; empty: it is not written at all
     * @param advice what to do: beside what is written here, or instead of it
     * @param known whether the topology can say it; false: there is no word yet
     * @param common whether it is too ordinary a word to be keepalived's in a block that has nothing to do with VRRP
     * @param area what it has to do with
     */
    record Answer(
            String block,
            String meaning,
            Optional<Ours> ours,
            String advice,
            boolean known,
            boolean common,
            Area area) {

        String code() {
            return known ? "keepalived-word" : "not-yet";
        }

        String message() {
            return "this is keepalived's word (" + block + ") for " + meaning + (known ? "" : "; Aloft has none yet");
        }

        /** @param here the keys of the block in which the word was written */
        String fix(Keys here) {
            return ours.map(line -> "Write `" + line.line() + "`" + line.where(here) + advice + ".")
                    .orElse(advice);
        }
    }

    /**
     * A line of {@code topology.yml}.
     *
     * @param place dotted from the top, with a star for a name that the user chooses: {@code instances.*}
     * @param line the whole line, as in {@code preempt: false}
     */
    record Ours(String place, String line) {
        String key() {
            return line.substring(0, line.indexOf(':'));
        }

        private String where(Keys here) {
            if (Keys.at(place).filter(keys -> keys == here).isPresent()) {
                return "";
            }
            return " " + Keys.inWords(place);
        }
    }

    /** Who of keepalived's processes reads a word. */
    enum Area {
        VRRP,
        LVS,
        GLOBAL
    }

    private static final Set<String> NO = Set.of("false", "no", "off");
    private static final KeepalivedWords ALL = new KeepalivedWords();

    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, String> spellings = new LinkedHashMap<>();

    private Area area = Area.VRRP;

    static {
        KeepalivedVrrpWords.addTo(ALL);
        ALL.area = Area.LVS;
        KeepalivedLvsWords.addTo(ALL);
        ALL.area = Area.GLOBAL;
        KeepalivedGlobalWords.addTo(ALL);
    }

    private KeepalivedWords() {}

    /** A word, and the line that says the same here. */
    KeepalivedWords ours(String block, String word, String meaning, String place, String line) {
        return ours(block, word, meaning, place, line, "");
    }

    /** As above, with what there is to add. */
    KeepalivedWords ours(String block, String word, String meaning, String place, String line, String more) {
        answers.put(word, new Answer(block, meaning, Optional.of(new Ours(place, line)), more, true, false, area));
        return this;
    }

    /** As {@link #ours}, for a word that other people use for other things. */
    KeepalivedWords oursCommon(String block, String word, String meaning, String place, String line) {
        answers.put(word, new Answer(block, meaning, Optional.of(new Ours(place, line)), "", true, true, area));
        return this;
    }

    /** Words that are written as they are, below {@code keepalived} in an instance. */
    KeepalivedWords rawInInstance(String meaning, String... words) {
        for (String word : words) {
            ours("vrrp_instance", word, meaning, "instances.*", "keepalived: " + word + " …", AS_IT_IS);
        }
        return this;
    }

    /** Words of {@code global_defs} that are written as they are, below {@code keepalived} at the top of the file. */
    KeepalivedWords rawInGlobal(String meaning, String... words) {
        for (String word : words) {
            ours("global_defs", word, meaning, "", "keepalived: global_defs {" + word + " …}", AS_IT_IS);
        }
        return this;
    }

    /** Whole blocks that are written as they are, below {@code keepalived} at the top of the file. */
    KeepalivedWords rawBlock(String meaning, String... words) {
        for (String word : words) {
            ours("top level", word, meaning, "", "keepalived: " + word + " {…}", AS_IT_IS);
        }
        return this;
    }

    /** Words for what follows from something else here. */
    KeepalivedWords follows(String block, String meaning, String advice, String... words) {
        return add(new Answer(block, meaning, Optional.empty(), advice, true, false, area), words);
    }

    /** Words for what the agent can do, and Aloft has no word for. */
    KeepalivedWords notYet(String block, String meaning, String advice, String... words) {
        return add(new Answer(block, meaning, Optional.empty(), advice + OWN_TEMPLATE, false, false, area), words);
    }

    /** Words that Aloft has none for, and that change nothing in aloftd or are better said elsewhere. */
    KeepalivedWords notHere(String block, String meaning, String advice, String... words) {
        return add(new Answer(block, meaning, Optional.empty(), advice, false, false, area), words);
    }

    /** As {@link #notYet}, for words that other people use for other things. */
    KeepalivedWords notYetCommon(String block, String meaning, String advice, String... words) {
        return add(new Answer(block, meaning, Optional.empty(), advice + OWN_TEMPLATE, false, true, area), words);
    }

    private KeepalivedWords add(Answer answer, String... words) {
        for (String word : words) {
            answers.put(word, answer);
        }
        return this;
    }

    /** What people write who remember a word, or know it from a role or module of Ansible. */
    KeepalivedWords alsoWritten(String word, String... others) {
        for (String other : others) {
            spellings.put(other, word);
        }
        return this;
    }

    /** The words with their answers, without other spellings. */
    static Map<String, Answer> all() {
        return Map.copyOf(ALL.answers);
    }

    static Map<String, String> spellings() {
        return Map.copyOf(ALL.spellings);
    }

    /**
     * The answer to a key that a block does not have.
     *
     * @param here the keys that the block does have
     */
    static Optional<Keys.Foreign> answer(YamlValue.Entry written, Keys here) {
        return answer(written.key())
                .filter(answer -> !answer.common() || vrrp(here))
                .map(answer ->
                        new Keys.Foreign(answer.code(), answer.message(), fix(written, answer, here), answer.ours()));
    }

    /**
     * The answer to a key that stands somewhere below a word of keepalived's; empty for one that is called the same here,
     * and for one that means something else there, as {@code weight} does of a script and of a real server.
     */
    static Optional<Keys.Foreign> answerBelow(String word, YamlValue.Entry written) {
        return answer(written.key())
                .filter(answer ->
                        !answer.ours().map(Ours::key).equals(Optional.of(written.key())) && belongs(answer, word))
                .map(answer -> new Keys.Foreign(
                        answer.code(), answer.message(), fix(written, answer, Keys.of()), answer.ours()));
    }

    private static boolean belongs(Answer answer, String word) {
        boolean below = List.of(answer.block().split(", ")).contains(ALL.spellings.getOrDefault(word, word));
        boolean sameArea =
                answer(word).filter(above -> above.area() == answer.area()).isPresent();
        return below || (sameArea && !answer.common());
    }

    /** In whatever case it is written, and with - for _. */
    static Optional<Answer> answer(String written) {
        String word = ALL.spellings.getOrDefault(written, written);
        return Optional.ofNullable(ALL.answers.get(word)).or(() -> ALL.answers.entrySet().stream()
                .filter(entry -> plain(entry.getKey()).equals(plain(word)))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean vrrp(Keys here) {
        return List.of("", "instances.*").stream()
                .anyMatch(place -> Keys.at(place).orElseThrow() == here);
    }

    /** {@code nopreempt: false} is no wish to let the lesser member keep the VIPs. */
    private static String fix(YamlValue.Entry written, Answer answer, Keys here) {
        boolean denied = written.value() instanceof YamlValue.Scalar scalar
                && NO.contains(scalar.text().toLowerCase(Locale.ROOT));
        return denied
                        && answer.ours()
                                .filter(ours -> ours.line().endsWith(": false"))
                                .isPresent()
                ? "Remove it: " + unlessWritten(answer.ours().orElseThrow()) + "."
                : answer.fix(here);
    }

    private static String unlessWritten(Ours ours) {
        return ours.key().equals("preempt")
                ? "the better member takes the VIPs back unless `preempt: false` is written"
                : "that is so unless `" + ours.line() + "` is written";
    }
}
