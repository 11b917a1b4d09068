package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final Position HERE = new Position("aloftd.conf", 1, 1);

    private final List<String> asked = new ArrayList<>();
    private final Vocabulary<List<String>> vocabulary = new Vocabulary<List<String>>("a block")
            .with(() -> side("first"), draft -> draft)
            .word("own", (arguments, draft) -> draft.add("own"))
            .with(() -> side("second"), draft -> draft);

    /** Has a word of its own name, and two that others have as well. */
    private Vocabulary<List<String>> side(String name) {
        asked.add(name);
        return new Vocabulary<List<String>>("a side")
                .word(name, (arguments, draft) -> draft.add(name))
                .word("shared", (arguments, draft) -> draft.add("shared by " + name))
                .word("own", (arguments, draft) -> draft.add("own by " + name));
    }

    private List<String> read(String word, Problems problems) {
        List<String> draft = new ArrayList<>();
        Statement statement = new Statement(new Word(word, HERE), List.of(), Optional.empty());
        vocabulary.read(List.of(statement), draft, problems);
        return draft;
    }

    @Test
    void shouldAskOnlyAsManySidesAsAWordNeeds() {
        assertThat(read("own", new Problems())).containsExactly("own");
        assertThat(asked).isEmpty();
        assertThat(read("first", new Problems())).containsExactly("first");
        assertThat(asked).containsExactly("first");
        assertThat(read("second", new Problems())).containsExactly("second");
        assertThat(asked).containsExactly("first", "first", "second");
    }

    @Test
    void shouldTakeAWordOfSeveralSidesFromTheFirst() {
        assertThat(read("shared", new Problems())).containsExactly("shared by first");
    }

    @Test
    void shouldListEveryWordOnceUnderTheNameOfTheBlock() {
        assertThat(vocabulary.table())
                .extracting(KeywordStatus::block, KeywordStatus::keyword)
                .containsExactly(
                        tuple("a block", "own"),
                        tuple("a block", "first"),
                        tuple("a block", "shared"),
                        tuple("a block", "second"));
    }

    @Test
    void shouldSuggestAWordOfASide() {
        Problems problems = new Problems();
        read("secnd", problems);

        assertThat(problems.inOrder()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("did you mean second?"));
    }
}
