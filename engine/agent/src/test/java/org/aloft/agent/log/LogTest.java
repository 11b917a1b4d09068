package org.aloft.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
    private static final class Listener extends Handler {
        final List<LogRecord> heard = new ArrayList<>();

        @Override
        public void publish(LogRecord message) {
            heard.add(message);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Listener listener = new Listener();
    private final Logger target = Logger.getLogger(LogTest.class.getName());
    private final System.Logger log = Log.of(LogTest.class);

    @BeforeEach
    void listen() {
        target.setUseParentHandlers(false);
        target.setLevel(java.util.logging.Level.ALL);
        target.addHandler(listener);
    }

    @AfterEach
    void leaveAsFound() {
        target.removeHandler(listener);
        target.setLevel(null);
        target.setUseParentHandlers(true);
    }

    @ParameterizedTest
    @CsvSource({"TRACE, FINER", "DEBUG, FINE", "INFO, INFO", "WARNING, WARNING", "ERROR, SEVERE"})
    void shouldTellTheLoggerOfItsClassWithTheSameWeight(Level level, String expected) {
        log.log(level, "said");

        assertThat(listener.heard).singleElement().satisfies(message -> {
            assertThat(message.getLevel().getName()).isEqualTo(expected);
            assertThat(message.getMessage()).isEqualTo("said");
            assertThat(message.getLoggerName()).isEqualTo(LogTest.class.getName());
        });
    }

    @Test
    void shouldPassOnWhatFillsTheMessageIn() {
        log.log(Level.INFO, "{0} of {1}", 1, "two");

        assertThat(listener.heard).singleElement().satisfies(message -> assertThat(message.getParameters())
                .containsExactly(1, "two"));
    }

    @Test
    void shouldPassOnWhatWasThrown() {
        IllegalStateException thrown = new IllegalStateException("wrong");

        log.log(Level.ERROR, "failed", thrown);

        assertThat(listener.heard).singleElement().satisfies(message -> assertThat(message.getThrown())
                .isSameAs(thrown));
    }

    @Test
    void shouldNotTellWhatTheLoggerDoesNotWantToHear() {
        target.setLevel(java.util.logging.Level.INFO);

        log.log(Level.DEBUG, "a detail");
        log.log(Level.DEBUG, "a detail", new IllegalStateException("wrong"));

        assertThat(log.isLoggable(Level.DEBUG)).isFalse();
        assertThat(listener.heard).isEmpty();
    }
}
