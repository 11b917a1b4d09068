package org.aloft.agent.check;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A server on loopback that answers each datagram as the test says. */
final class UdpServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final Function<byte[], List<byte[]>> manner;
    private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    private UdpServer(DatagramSocket socket, Function<byte[], List<byte[]>> manner) {
        this.socket = socket;
        this.manner = manner;
        Thread thread = new Thread(this::serve, "test server");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param manner what to send back, one after the other */
    static UdpServer start(int family, Function<byte[], List<byte[]>> manner) throws IOException {
        return new UdpServer(new DatagramSocket(0, CheckFixture.loopback(family)), manner);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    byte[] heard() throws InterruptedException {
        return heard.take();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                socket.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                heard.add(question);
                for (byte[] answer : manner.apply(question)) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
