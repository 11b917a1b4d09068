package org.aloft.agent.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.Optional;
import java.util.function.Consumer;

/** One request and its answer. {@link #answered} judges the answer. */
abstract class HttpExchange extends Conversation {
    private final HttpRequest request;
    private final Optional<TlsClient> tls;
    private final boolean requiresCloseNotify;
    private final HttpAnswer answer;
    private boolean closeNotified;

    HttpExchange(
            HttpRequest request,
            Optional<TlsClient> tls,
            boolean requiresCloseNotify,
            boolean keepsBody,
            Dialer dialer,
            Consumer<ProbeOutcome> done) {
        super(request.connection(), dialer, done);
        this.request = request;
        this.tls = tls;
        this.requiresCloseNotify = requiresCloseNotify && tls.isPresent();
        this.answer = new HttpAnswer(keepsBody);
    }

    /** The whole answer is there: pass or fail. */
    abstract void answered(HttpAnswer whole);

    @Override
    void prepare(ChannelPipeline pipeline) {
        tls.ifPresent(
                client -> pipeline.addLast(client.handler(pipeline.channel().alloc())));
    }

    @Override
    void connected() {
        say(request.text());
    }

    @Override
    void heard(ByteBuf words) {
        answer.read(words);
        if (answer.problem().isPresent()) {
            fail("the answer of " + target() + " is no use: " + answer.problem().get());
        } else if (answer.isComplete() && !requiresCloseNotify) {
            answered(answer);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
            closeNotified = true;
            noMoreComes(); // a server may wait for our own close_notify before it closes the connection
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    void hungUp() {
        if (!answer.hasHead()) {
            fail(target() + " closed the connection before the head of its answer was complete");
        } else if (requiresCloseNotify && !closeNotified) {
            fail(target() + " closed the connection without the close_notify that TLS asks for");
        } else {
            answered(answer);
        }
    }
}
