package naru.lab.runtime;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The Container Runtime Interface, as a kubelet speaks it to containerd ({@code runtime.v1}). */
final class Cri implements AutoCloseable {

    static final int READY = 0;

    private static final String SERVICE = "runtime.v1.RuntimeService/";
    private static final int PATIENCE_SECONDS = 60;
    private static final String IMAGE = BusyboxImage.NAME;

    private final EpollEventLoopGroup threads = new EpollEventLoopGroup(1);
    private final ManagedChannel channel;

    Cri(Path socket) {
        channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .eventLoopGroup(threads)
                        .channelType(EpollDomainSocketChannel.class)
                        .usePlaintext()
                        .build();
    }

    /**
     * What a kubelet tells of a pod.
     *
     * @param hostPort of TCP, for port 8080; 0: none
     */
    record PodSandbox(String name, int attempt, int hostPort, Map<String, String> annotations) {

        PodSandbox(String name) {
            this(name, 0);
        }

        PodSandbox(String name, int attempt) {
            this(name, attempt, 0, Map.of());
        }

        private Message config() {
            Message metadata =
                    new Message().with(1, name).with(2, "").with(3, "a").with(4, attempt);
            Message config = new Message().with(1, metadata).with(7, annotations);
            if (hostPort != 0) {
                config.with(5, new Message().with(1, 0).with(2, 8080).with(3, hostPort));
            }
            return config;
        }
    }

    /** Answers the sandbox's id. */
    String run(PodSandbox pod) {
        return ask("RunPodSandbox", new Message().with(1, pod.config())).text(1);
    }

    void stop(String sandbox) {
        ask("StopPodSandbox", new Message().with(1, sandbox));
    }

    /** What runs in it ends, too. */
    void remove(String sandbox) {
        stop(sandbox);
        ask("RemovePodSandbox", new Message().with(1, sandbox));
    }

    String address(String sandbox) {
        return status(sandbox).message(5).text(1);
    }

    /** {@link #READY} or not. */
    long state(String sandbox) {
        return status(sandbox).number(3);
    }

    private Message status(String sandbox) {
        return ask("PodSandboxStatus", new Message().with(1, sandbox)).message(1);
    }

    /**
     * A sandbox that the runtime knows.
     *
     * @param pod its pod's name
     * @param attempt how many sandboxes the pod had before
     */
    record Known(String id, String pod, int attempt, boolean ready) {

        private static Known of(Message item) {
            Message metadata = item.message(2);
            return new Known(
                    item.text(1),
                    metadata.text(1),
                    (int) metadata.number(4),
                    item.number(3) == READY);
        }
    }

    List<Known> known() {
        return ask("ListPodSandbox", new Message()).messages(1).stream().map(Known::of).toList();
    }

    List<String> sandboxes() {
        return known().stream().map(Known::id).toList();
    }

    /** Runs a command in a container of its own in a sandbox. */
    String start(PodSandbox pod, String sandbox, String... command) {
        Message config =
                new Message()
                        .with(1, new Message().with(1, "main").with(2, 0))
                        .with(2, new Message().with(1, IMAGE))
                        .with(3, List.of(command));
        Message request = new Message().with(1, sandbox).with(2, config).with(3, pod.config());
        String container = ask("CreateContainer", request).text(1);
        ask("StartContainer", new Message().with(1, container));
        return container;
    }

    /** What a command in a container says. */
    String exec(String container, String... command) {
        Message request = new Message().with(1, container).with(2, List.of(command)).with(3, 20);
        Message answer = ask("ExecSync", request);
        return answer.text(1) + answer.text(2);
    }

    /** Whether the runtime has a network configuration that it takes. */
    boolean networkReady() {
        return ask("Status", new Message()).message(1).messages(1).stream()
                .filter(condition -> condition.text(1).equals("NetworkReady"))
                .anyMatch(condition -> condition.number(2) == 1);
    }

    /** Waits for a containerd that is about to answer. */
    private Message ask(String method, Message request) {
        CallOptions options =
                CallOptions.DEFAULT
                        .withWaitForReady()
                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        try {
            return Message.parse(
                    ClientCalls.blockingUnaryCall(
                            channel, described(method), options, request.bytes()));
        } catch (RejectedExecutionException e) {
            throw Status.UNAVAILABLE.withDescription("hung up").withCause(e).asRuntimeException();
        }
    }

    private static MethodDescriptor<byte[], byte[]> described(String method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(SERVICE + method)
                .setRequestMarshaller(new Plain())
                .setResponseMarshaller(new Plain())
                .build();
    }

    private static final class Plain implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Calls that are under way fail. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
