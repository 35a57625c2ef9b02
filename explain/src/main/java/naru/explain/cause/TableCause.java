package naru.explain.cause;

import java.util.List;
import naru.explain.Quote;

/** The kernel holds something else than what follows from the cluster's objects. */
public sealed interface TableCause extends Cause {

    /** A map says something else than the compiler. */
    record MapDisagrees(String map, String expected, String found, List<Quote> evidence)
            implements TableCause {
        @Override
        public String sentence() {
            return map + " has " + found + ", where the cluster's objects ask for " + expected;
        }

        @Override
        public String where() {
            return map;
        }
    }

    /** The programs decide otherwise than the maps say they should. */
    record DatapathDisagrees(String program, String expected, String answered, List<Quote> evidence)
            implements TableCause {
        @Override
        public String sentence() {
            return "a dry run of "
                    + program
                    + " answers "
                    + answered
                    + ", where its maps ask for "
                    + expected;
        }

        @Override
        public String where() {
            return program;
        }
    }

    /** The programs were loaded under another setting than the one in force. */
    record SettingNotInForce(String setting, String loaded, List<Quote> evidence)
            implements TableCause {
        @Override
        public String sentence() {
            return "the setting says " + setting + ", but the loaded programs work with " + loaded;
        }
    }
}
