package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.journal.OwnerLiveness;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.SteadyClock;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the journal, and the context of a command. */
final class JournalOptions {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Clock STEADY = SteadyClock.ofMachine();

    @Option(
            names = "--journal",
            paramLabel = "ADDRESS",
            defaultValue = "${env:CUTOVER_JOURNAL:-${sys:user.home}/.phased-cutover}",
            description = {
                "Where the records are stored. A folder: file:DIR or DIR, for example JENKINS_HOME/phased-cutover or a"
                        + " copy of it. A cluster: kubernetes:NAMESPACE, with ?kubeconfig=FILE&context=NAME or"
                        + " ?server=URL&ca=FILE&credential=NAME; default: $$KUBECONFIG or ~/.kube/config."
                        + " Default: $$CUTOVER_JOURNAL, else ~/.phased-cutover"
            })
    private String address;

    private Stores stores;

    JournalAddress address() {
        JournalAddress parsed = JournalAddress.parse(address);
        return parsed instanceof JournalAddress.Namespace in ? withKubeconfig(in) : parsed;
    }

    private static JournalAddress withKubeconfig(JournalAddress.Namespace in) {
        EksSpec.Access a = in.access();
        if (a.server() != null || !a.kubeconfig().isEmpty() || !a.credential().isEmpty()) {
            return in;
        }
        String named = System.getenv("KUBECONFIG");
        String kubeconfig = named == null || named.isBlank()
                ? Path.of(System.getProperty("user.home"), ".kube", "config").toString()
                : named;
        return new JournalAddress.Namespace(
                in.namespace(),
                new EksSpec.Access(null, kubeconfig, a.context(), a.ca(), "", a.trustAnyCertificate()),
                in.observations());
    }

    /**
     * For commands that look at every record: a folder that was mistyped must not look like a journal without cutovers. The default
     * folder may be missing, before the first cutover.
     */
    void requireFolder() {
        boolean usual = System.getenv("CUTOVER_JOURNAL") == null
                && address.equals(System.getProperty("user.home") + "/.phased-cutover");
        if (!usual && address() instanceof JournalAddress.Folder folder && !Files.isDirectory(folder.path())) {
            throw new InvalidInputException("--journal: there is no folder " + folder.path()
                    + "; the records of Jenkins are in JENKINS_HOME/phased-cutover");
        }
    }

    Stores stores() {
        if (stores == null) {
            Path copies = Path.of(System.getProperty("user.home"), ".phased-cutover", "copies");
            stores = Stores.open(address(), environmentSecrets(), CLOCK, OwnerLiveness.processes(), copies);
        }
        return stores;
    }

    Context context() {
        return new Context(
                stores().journal(),
                stores().locks(),
                SystemClients.real(environmentSecrets(), CLOCK),
                STEADY,
                OwnerLiveness.thisProcess());
    }

    /** Secrets from the environment: {@code marathon-prod} is in {@code CUTOVER_SECRET_MARATHON_PROD}. */
    static Secrets environmentSecrets() {
        return credential -> Optional.ofNullable(System.getenv(
                "CUTOVER_SECRET_" + credential.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")));
    }
}
