package org.aloft.agent.check;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.SmtpCheckBlock;

/**
 * {@code SMTP_CHECK}: is greeted with 220, says HELO and hears 250, and says QUIT (RFC 5321 §4.1.1). One host at each
 * step.
 */
final class SmtpProbe implements Probe {
    private final SmtpCheckBlock block;
    private final Dialer dialer;

    SmtpProbe(SmtpCheckBlock block, Dialer dialer) {
        this.block = block;
        this.dialer = dialer;
    }

    @Override
    public int steps() {
        return block.connections().size();
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        CheckConnection connection = block.connections().get(step);
        return new Talk(connection, done).open(dialer.stream(connection));
    }

    /** What the server's next answer is for. */
    private enum Stage {
        GREETING("its greeting", "220"),
        HELO("its answer to HELO", "250"),
        QUIT("its answer to QUIT", "221");

        final String name;
        final String code;

        Stage(String name, String code) {
            this.name = name;
            this.code = code;
        }
    }

    private final class Talk extends Conversation {
        /** RFC 5321 §4.5.3.1.5: 512 octets a line; an answer of many lines may be longer. */
        private static final int LONGEST_ANSWER = 16 * 1024;

        private final StringBuilder line = new StringBuilder();
        private Stage stage = Stage.GREETING;
        private int length;

        Talk(CheckConnection connection, Consumer<ProbeOutcome> done) {
            super(connection, dialer, done);
        }

        @Override
        void connected() {
            // the server speaks first
        }

        @Override
        void heard(ByteBuf words) {
            for (char next : words.toString(StandardCharsets.ISO_8859_1).toCharArray()) {
                if (++length > LONGEST_ANSWER) {
                    fail(target() + " talks without end: " + stage.name + " is longer than " + LONGEST_ANSWER
                            + " bytes");
                    return;
                }
                if (next != '\n') {
                    line.append(next);
                } else if (!isToBeContinued()) {
                    answered();
                    return;
                }
            }
        }

        /** {@code 250-} begins a line after which another comes, {@code 250 } the last one. */
        private boolean isToBeContinued() {
            boolean continued = line.length() > 3
                    && line.charAt(3) == '-'
                    && line.toString().startsWith(stage.code);
            if (continued) {
                line.setLength(0);
            }
            return continued;
        }

        private void answered() {
            String answer = line.toString().strip();
            line.setLength(0);
            length = 0;
            if (!answer.startsWith(stage.code)) {
                fail(stage.name + " is " + Printable.text(answer) + " instead of " + stage.code + ": " + target());
                return;
            }
            switch (stage) {
                case GREETING -> {
                    stage = Stage.HELO;
                    say("HELO " + block.heloName() + "\r\n");
                }
                case HELO -> {
                    stage = Stage.QUIT;
                    say("QUIT\r\n");
                }
                case QUIT -> passed();
            }
        }

        private void passed() {
            pass("the mail server " + target() + " greeted and took HELO");
        }

        @Override
        void hungUp() {
            if (stage == Stage.QUIT) {
                passed(); // it was told to go
            } else {
                fail(target() + " closed the connection before " + stage.name);
            }
        }
    }
}
