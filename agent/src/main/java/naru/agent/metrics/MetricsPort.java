package naru.agent.metrics;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import naru.agent.loop.ProblemBoard;
import naru.wire.AgentReplies;
import naru.wire.AgentReplies.Problem;

/**
 * Metrics over HTTP, on the one address that the configuration names: {@code /metrics}, and {@code
 * /healthz}, which says whether the agent still works. An address that can't be had yet, because an
 * uplink has yet to get it, is tried again and again.
 */
public final class MetricsPort implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final String SOURCE = "metrics";
    private static final int BACKLOG = 16;
    private static final int RETRY_SECONDS = 5;
    private static final int PATIENCE_SECONDS = 5;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_METHOD = 405;
    private static final int UNAVAILABLE = 503;

    static {
        // Seconds for a request and for its answer: who is slow, or says nothing, keeps no thread.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", "64");
    }

    private final InetSocketAddress address;
    private final Metrics metrics;
    private final Callable<Boolean> synced;
    private final ProblemBoard problems;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private List<HttpServer> listening = List.of();

    /**
     * @param address where to listen
     * @param synced asks the agent at work whether it knows its manifests
     */
    public MetricsPort(
            InetSocketAddress address,
            Metrics metrics,
            Callable<Boolean> synced,
            ProblemBoard problems) {
        this.address = address;
        this.metrics = metrics;
        this.synced = synced;
        this.problems = problems;
    }

    /** What is answered to a request. */
    private record Page(int status, String contentType, String text) {

        static Page plain(int status, String text) {
            return new Page(status, "text/plain; charset=utf-8", text + "\n");
        }
    }

    /** Listens, or goes on trying to. */
    public void start() {
        if (!listen()) {
            threads.execute(this::tryAgain);
        }
    }

    private void tryAgain() {
        try {
            do {
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            } while (!listen());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized boolean listen() {
        if (threads.isShutdown()) {
            return true;
        }
        try {
            HttpServer server = HttpServer.create(address, BACKLOG);
            server.createContext("/", this::serve);
            server.setExecutor(threads);
            server.start();
            listening = List.of(server);
            problems.clear(SOURCE);
            LOG.log(System.Logger.Level.INFO, "metrics are served at {0}", server.getAddress());
            return true;
        } catch (IOException e) {
            problems.say(
                    SOURCE,
                    new Problem(
                            "no metrics over HTTP",
                            "metrics-address " + address,
                            String.valueOf(e.getMessage()),
                            "name an address of this node and a free port; this one is tried"
                                    + " again"));
            return false;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = page(exchange);
            byte[] text = page.text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType);
            boolean bodyless = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(page.status, bodyless ? -1 : text.length);
            if (!bodyless) {
                exchange.getResponseBody().write(text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent is stopping
        }
    }

    private Page page(HttpExchange exchange) throws IOException, InterruptedException {
        if (!exchange.getRequestMethod().matches("GET|HEAD")) {
            return Page.plain(NO_SUCH_METHOD, "GET or HEAD");
        }
        try {
            return switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> {
                    String accept = exchange.getRequestHeaders().getFirst("Accept");
                    AgentReplies.Metrics now = metrics.text(accept == null ? "" : accept);
                    yield new Page(OK, now.contentType(), now.text());
                }
                case "/healthz" -> health();
                default -> Page.plain(NOT_FOUND, "there are /metrics and /healthz");
            };
        } catch (IllegalStateException e) {
            return Page.plain(UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private Page health() throws InterruptedException {
        try {
            return threads.submit(synced).get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    ? Page.plain(OK, "ok")
                    : Page.plain(UNAVAILABLE, "the manifests have not been read yet");
        } catch (TimeoutException e) {
            return Page.plain(
                    UNAVAILABLE, "the agent has been busy for " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            return Page.plain(
                    UNAVAILABLE, String.valueOf(requireNonNull(e.getCause()).getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        listening.forEach(server -> server.stop(0));
        listening = List.of();
        threads.shutdownNow();
    }
}
