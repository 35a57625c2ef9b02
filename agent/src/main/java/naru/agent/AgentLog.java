package naru.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line for each record on standard error: time in UTC, level, logger, text. */
final class AgentLog extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Loggers are kept only as long as somebody holds them. */
    private static final Logger OWN = Logger.getLogger("naru");

    private AgentLog() {}

    static void start(System.Logger.Level level) {
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new AgentLog());
        console.setLevel(Level.ALL);
        root.addHandler(console);
        OWN.setLevel(julLevel(level));
    }

    private static Level julLevel(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    @Override
    public String format(LogRecord record) {
        StringWriter text = new StringWriter();
        text.append(TIME.format(record.getInstant()))
                .append(' ')
                .append(record.getLevel().getName())
                .append(' ')
                .append(String.valueOf(record.getLoggerName()))
                .append(' ')
                .append(formatMessage(record))
                .append(System.lineSeparator());
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }
}
