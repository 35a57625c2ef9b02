package naru.agent;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CountDownLatch;
import naru.linux.ffi.NativeException;
import naru.watch.config.AgentConfigReader.Reading;

/** {@code naru agent}: runs until SIGTERM or SIGINT, and leaves the network as it is. */
public final class AgentMain {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final int FAILED = 1;
    private static final int MISUSE = 2;

    private AgentMain() {}

    public static void main(String[] arguments) {
        int status = run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(String... arguments) {
        if (arguments.length == 1 && arguments[0].matches("-h|--help|help")) {
            System.out.print(AgentOptions.USAGE);
            return 0;
        }
        try {
            return run(AgentOptions.parse(arguments));
        } catch (AgentOptions.Misuse e) {
            System.err.println("naru agent: " + e.getMessage());
            System.err.print(AgentOptions.USAGE);
            return MISUSE;
        }
    }

    private static int run(AgentOptions options) {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.err.println("naru agent: it changes the network, so it has to run as root");
            return MISUSE;
        }
        Reading reading = options.readConfig();
        if (!reading.problems().isEmpty()) {
            reading.problems().forEach(problem -> System.err.println("naru agent: " + problem));
            return MISUSE;
        }
        AgentLog.start(reading.config().logLevel());
        LOG.log(System.Logger.Level.INFO, "agent of node {0} starts", options.node());
        reading.settings()
                .forEach(
                        s ->
                                LOG.log(
                                        System.Logger.Level.INFO,
                                        "{0}: {1} ({2})",
                                        s.key(),
                                        s.value(),
                                        s.source()));
        return serve(options, reading);
    }

    private static int serve(AgentOptions options, Reading reading) {
        try {
            Agent agent = Agent.start(options, reading);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("shutdown")
                                    .unstarted(
                                            () -> {
                                                agent.close();
                                                stopped.countDown();
                                            }));
            LOG.log(System.Logger.Level.INFO, "answers at {0}", options.socket());
            stopped.await();
            return 0;
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot start", e);
            System.err.println("naru agent: cannot start: " + reason(e));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Some exceptions of the JDK say no more than a path or nothing at all. */
    private static String reason(Exception e) {
        return switch (e) {
            case FileSystemException f when f.getReason() == null ->
                    f.getFile() + ": " + f.getClass().getSimpleName();
            case NativeException n -> String.valueOf(n.getMessage());
            case RuntimeException r when r.getMessage() == null -> r.toString();
            default -> String.valueOf(e.getMessage());
        };
    }
}
