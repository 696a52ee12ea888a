package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Doors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the records are, and on whose behalf the command works. */
final class JournalOptions {
    @Option(
            names = "--journal",
            paramLabel = "DIR",
            defaultValue = "${env:CUTOVER_JOURNAL:-${sys:user.home}/.phased-cutover}",
            description = "Folder of the records; a copy of JENKINS_HOME/phased-cutover will do. Default:"
                    + " $$CUTOVER_JOURNAL, else ~/.phased-cutover")
    private Path folder;

    Path folder() {
        return folder;
    }

    Journal journal() {
        return new FileJournal(folder, Clock.systemUTC());
    }

    Context context() {
        Clock clock = Clock.systemUTC();
        return new Context(
                journal(), new FileLocks(folder, clock), Doors.real(environmentSecrets(), clock), clock, owner());
    }

    /** The credential {@code marathon-prod} is the variable {@code CUTOVER_SECRET_MARATHON_PROD}. */
    static Secrets environmentSecrets() {
        return credential -> Optional.ofNullable(System.getenv(
                "CUTOVER_SECRET_" + credential.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")));
    }

    private static Owner owner() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown host";
        }
        return new Owner("cli", "pid " + ProcessHandle.current().pid() + " on " + host);
    }
}
