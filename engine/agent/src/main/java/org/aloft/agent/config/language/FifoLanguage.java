package org.aloft.agent.config.language;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.FifoBlock;
import org.aloft.agent.config.NotifyFifos;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Word;

/** Keywords of {@code global_defs} that write events to FIFOs. */
final class FifoLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word("notify_fifo", (arguments, draft) -> draft.all.read(arguments))
            .word("notify_fifo_script", (arguments, draft) -> draft.all.script = arguments.script())
            .word("vrrp_notify_fifo", (arguments, draft) -> draft.vrrp.read(arguments))
            .word("vrrp_notify_fifo_script", (arguments, draft) -> draft.vrrp.script = arguments.script())
            .word("lvs_notify_fifo", (arguments, draft) -> draft.checkers.read(arguments))
            .word("lvs_notify_fifo_script", (arguments, draft) -> draft.checkers.script = arguments.script())
            .word("fifo_write_vrrp_states_on_reload", (arguments, draft) -> draft.statesOnReload = true);

    private FifoLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        final FifoDraft all = new FifoDraft("notify_fifo");
        final FifoDraft vrrp = new FifoDraft("vrrp_notify_fifo");
        final FifoDraft checkers = new FifoDraft("lvs_notify_fifo");
        boolean statesOnReload;

        NotifyFifos finish(Problems problems) {
            Map<String, String> owners = new HashMap<>();
            return new NotifyFifos(
                    all.finish(owners, problems),
                    vrrp.finish(owners, problems),
                    checkers.finish(owners, problems),
                    statesOnReload);
        }
    }

    private static final class FifoDraft {
        private final String keyword;
        private Optional<Word> path = Optional.empty();
        private Optional<AccountName> owner = Optional.empty();
        private Optional<ScriptLine> script = Optional.empty();

        private FifoDraft(String keyword) {
            this.keyword = keyword;
        }

        private void read(Arguments arguments) {
            path = arguments
                    .word("the path of a FIFO")
                    .map(text -> new Word(text, arguments.statement().position()));
            owner = arguments.hasMore() ? arguments.account() : Optional.empty();
        }

        private Optional<FifoBlock> finish(Map<String, String> keywords, Problems problems) {
            if (path.isEmpty()) {
                script.ifPresent(line -> problems.error(
                        line.position(), keyword + "_script needs " + keyword + " FIFO_NAME; add that line"));
                return Optional.empty();
            }
            Word fifo = path.get();
            String other = keywords.putIfAbsent(fifo.text(), keyword);
            if (other != null) {
                problems.error(
                        fifo.position(),
                        keyword + " must differ from " + other + ": " + fifo.text() + "; give each FIFO its own path");
            }
            return Optional.of(new FifoBlock(fifo.text(), owner, script));
        }
    }
}
