package org.aloft.agent.kernel.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Requests to one part of the kernel and their answers. Thread-safe: one exchange at a time. The kernel answers netlink
 * within the call that asks, so an exchange takes some ten microseconds and does not wait for anyone. {@link #close}
 * may come from another thread than those that ask: it waits for the exchange that is under way, or that would go on
 * reading from whatever file got the descriptor's number next; one that comes later is an {@link
 * IllegalStateException}.
 */
public final class NetlinkSocket implements AutoCloseable {
    /** Protocol {@code NETLINK_ROUTE}. */
    public static final int ROUTE = 0;

    /** Protocol {@code NETLINK_GENERIC}. */
    public static final int GENERIC = 16;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int ANSWER_SECONDS = 5;
    /** The kernel cuts its lists into datagrams of at most 32 KiB. */
    private static final int RECEIVE_SIZE = 64 * 1024;

    private static final int DUMP_ATTEMPTS = 10;

    /** What one system call carries. */
    private static final int BATCH_SIZE = 32 * 1024;

    /** The kernel may refuse all of them; as many answers fit into the smallest receive buffer that Linux gives. */
    public static final int BATCH_MOST = 64;

    private final FileDescriptor descriptor;
    private final NativeBuffer sendBuffer = NativeBuffer.allocate(BATCH_SIZE);
    private final NativeBuffer receiveBuffer = NativeBuffer.allocate(RECEIVE_SIZE);
    private int sequence;
    private boolean closed;

    private NetlinkSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens one.
     *
     * @param protocol such as {@link #ROUTE}
     * @param tried what for, to follow the word "cannot"
     * @throws KernelException if the kernel refuses
     */
    public static NetlinkSocket open(int protocol, String tried) {
        FileDescriptor descriptor =
                FileDescriptor.socket(SystemCalls.AF_NETLINK, SystemCalls.SOCK_RAW, protocol, tried);
        try {
            descriptor.bind(address(0), tried);
            descriptor.optionIfKnown(SOL_NETLINK, NETLINK_CAP_ACK, 1);
            descriptor.optionIfKnown(SOL_NETLINK, NETLINK_EXT_ACK, 1);
            descriptor.receiveTimeout(ANSWER_SECONDS, tried);
            return new NetlinkSocket(descriptor);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** {@code struct sockaddr_nl}: family, two bytes of padding, port 0 (the kernel picks one), multicast groups. */
    public static NativeBuffer address(int groups) {
        NativeBuffer address = NativeBuffer.allocate(12);
        address.bytes().putShort(0, (short) SystemCalls.AF_NETLINK).putInt(8, groups);
        return address;
    }

    /**
     * Sends a request and reads until the kernel has said all.
     *
     * @param name the message's name, for an error
     * @param tried what it is for, to follow the word "cannot"
     * @return what came before the final acknowledgement
     * @throws KernelException the kernel's refusal, with its own words where it gave some
     * @throws IllegalStateException the socket is closed
     */
    public synchronized List<NetlinkMessage> exchange(NetlinkRequest request, String name, String tried) {
        requireOpen(tried);
        for (int attempt = 1; ; attempt++) {
            List<NetlinkMessage> answer = exchangeOnce(request, name, tried);
            boolean whole = answer.stream().noneMatch(NetlinkMessage::dumpInterrupted);
            if (whole || attempt == DUMP_ATTEMPTS) {
                return answer;
            }
        }
    }

    /**
     * Sends several requests as one datagram and waits for the last acknowledgement but that of the frame around them.
     *
     * @param batch its first and last are the frame, which is not acknowledged
     * @throws KernelException the first refusal
     * @throws IllegalStateException the socket is closed
     */
    public synchronized void transaction(List<NetlinkRequest> batch, String name, String tried) {
        requireOpen(tried);
        int first = sequence + 1;
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        batch.forEach(request -> datagram.writeBytes(request.encode(++sequence)));
        int last = sequence - 1;
        NativeBuffer whole = NativeBuffer.of(datagram.toByteArray());
        if (descriptor.send(whole, datagram.size()) < 0) {
            throw SystemCalls.failure(SystemCalls.lastError(), "sendto", tried);
        }
        Optional<NetlinkMessage> refused = Optional.empty();
        boolean answered = false;
        while (!answered) {
            for (NetlinkMessage message : NetlinkMessage.parse(receive(tried))) {
                boolean ours = message.type() == NetlinkMessage.ERROR && message.sequence() >= first;
                if (ours && message.errorNumber() != 0 && refused.isEmpty()) {
                    refused = Optional.of(message);
                }
                // A refusal of the frame itself is the only answer: the kernel has no such part, or will not have us.
                answered |= ours && (message.sequence() >= last || message.sequence() == first);
            }
        }
        if (refused.isPresent()) {
            throw refusal(refused.get(), name, tried);
        }
    }

    private List<NetlinkMessage> exchangeOnce(NetlinkRequest request, String name, String tried) {
        int expected = ++sequence;
        send(request.encode(expected), tried);
        List<NetlinkMessage> answer = new ArrayList<>();
        while (true) {
            for (NetlinkMessage message : NetlinkMessage.parse(receive(tried))) {
                if (message.sequence() != expected) {
                    continue; // the tail of an exchange that was given up
                }
                if (message.type() == NetlinkMessage.ERROR || message.type() == NetlinkMessage.DONE) {
                    if (message.errorNumber() != 0) {
                        throw refusal(message, name, tried);
                    }
                    return answer;
                }
                answer.add(message);
            }
        }
    }

    /**
     * Sends many requests that want nothing but to be done, as many in one system call as its answers' room allows. The
     * kernel goes through them in order, and on after one that it refuses.
     *
     * @return one answer a request: empty, or the kernel's refusal
     * @throws KernelException the socket failed, so that it is not known which of them were heard
     * @throws IllegalStateException the socket is closed
     */
    public synchronized List<Optional<KernelException>> exchangeAll(List<Labelled> requests) {
        List<Optional<KernelException>> answers = new ArrayList<>();
        if (!requests.isEmpty()) {
            requireOpen(requests.get(0).tried());
        }
        int next = 0;
        while (next < requests.size()) {
            next = exchangeBatch(requests, next, answers);
        }
        return answers;
    }

    /** A request, its message's name, and what it is for, to follow the word "cannot". */
    public record Labelled(NetlinkRequest request, String name, String tried) {}

    /** Returns the number of the first request that did not fit. */
    private int exchangeBatch(List<Labelled> requests, int first, List<Optional<KernelException>> answers) {
        int base = sequence + 1;
        int length = 0;
        int lastStart = 0;
        int next = first;
        while (next < requests.size() && next - first < BATCH_MOST) {
            byte[] message = requests.get(next).request().encode(sequence + 1);
            if (length + message.length > BATCH_SIZE) {
                break;
            }
            sequence++;
            sendBuffer.bytes().put(length, message);
            NetlinkRequest.acknowledge(sendBuffer.bytes(), length, false);
            lastStart = length;
            length = NetlinkAttributes.align(length + message.length);
            next++;
        }
        NetlinkRequest.acknowledge(sendBuffer.bytes(), lastStart, true);
        sendBuffer(length, requests.get(first).tried());
        answers.addAll(refusals(requests.subList(first, next), base));
        return next;
    }

    /**
     * Reads until the last of these is answered. Each refusal is an answer of its own, and they come in order; of what
     * is done well only the last is told, which saves a system call for each of the others.
     */
    private List<Optional<KernelException>> refusals(List<Labelled> asked, int base) {
        List<Optional<KernelException>> heard = new ArrayList<>(Collections.nCopies(asked.size(), Optional.empty()));
        int answered = -1;
        while (answered < asked.size() - 1) {
            for (NetlinkMessage message :
                    NetlinkMessage.parse(receive(asked.get(0).tried()))) {
                int index = message.sequence() - base;
                if (message.type() != NetlinkMessage.ERROR || index < 0 || index >= asked.size()) {
                    continue; // the tail of an exchange that was given up
                }
                if (message.errorNumber() != 0) {
                    Labelled refused = asked.get(index);
                    heard.set(index, Optional.of(refusal(message, refused.name(), refused.tried())));
                }
                answered = index;
            }
        }
        return heard;
    }

    private void requireOpen(String tried) {
        if (closed) {
            throw new IllegalStateException("cannot " + tried + ": this netlink socket was closed before");
        }
    }

    private void send(byte[] message, String tried) {
        sendBuffer.bytes().put(0, message);
        sendBuffer(message.length, tried);
    }

    private void sendBuffer(int length, String tried) {
        long sent = descriptor.send(sendBuffer, length);
        if (sent < 0) {
            throw SystemCalls.failure(SystemCalls.lastError(), "sendto", tried);
        }
    }

    private ByteBuffer receive(String tried) {
        long length = descriptor.receive(receiveBuffer);
        if (length < 0) {
            throw SystemCalls.failure(SystemCalls.lastError(), "recvfrom", tried);
        }
        byte[] copy = new byte[(int) length];
        receiveBuffer.bytes().get(0, copy);
        return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    }

    private static KernelException refusal(NetlinkMessage message, String name, String tried) {
        int number = message.errorNumber();
        String text = message.errorText();
        return new KernelException(
                name, Errno.of(number), tried, text.isEmpty() ? SystemCalls.errorText(number) : text);
    }

    /** Waits for an exchange that is under way. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        closed = true;
        descriptor.close();
    }
}
