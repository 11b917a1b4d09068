package org.aloft.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A host by an SSH session: each command has an exec channel (RFC 4254 §6.5). Safe for use by several threads. */
record SshHost(Session session) implements CommandHost {
    @Override
    public CommandChannel newChannel() throws IOException {
        try {
            return new ExecChannel((ChannelExec) session.openChannel("exec"));
        } catch (JSchException down) {
            throw new IOException(down.getMessage(), down);
        }
    }

    @Override
    public String user() {
        return session.getUserName();
    }

    @Override
    public boolean isConnected() {
        return session.isConnected();
    }

    @Override
    public void disconnect() {
        session.disconnect();
    }

    private record ExecChannel(ChannelExec channel) implements CommandChannel {
        @Override
        public void start(String command, OutputStream output, OutputStream errors, Duration deadline)
                throws IOException {
            channel.setCommand(command.getBytes(StandardCharsets.UTF_8));
            channel.setOutputStream(output);
            // JSch closes this one only when the channel itself is closed: by then the exit status has come.
            channel.setErrStream(errors);
            try {
                channel.connect(RemoteCommand.milliseconds(deadline));
            } catch (JSchException failed) {
                throw new IOException(failed.getMessage(), failed);
            }
        }

        @Override
        public OutputStream input() throws IOException {
            return channel.getOutputStream();
        }

        @Override
        public boolean isOpen() {
            return channel.isConnected();
        }

        /** Of a channel that was refused JSch keeps the reason as the exit status. */
        @Override
        public boolean wasRefused() {
            return channel.isClosed() && channel.getExitStatus() > 0;
        }

        @Override
        public int exitStatus() {
            return channel.getExitStatus();
        }

        @Override
        public String signal() {
            return Optional.ofNullable(channel.getExitSignal()).orElse("");
        }

        @Override
        public void disconnect() {
            channel.disconnect();
        }
    }
}
