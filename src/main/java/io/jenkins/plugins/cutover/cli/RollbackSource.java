package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecDocument;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.rollback.FleetChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a rollback knows of the service: its record, its file, or both.
 *
 * @param file the content of the service file; null without one
 * @param note what was taken from the record because the file does not have it, one line; empty for nothing
 */
record RollbackSource(String service, Path path, ServiceSpec file, String note) {

    /**
     * @param context opens the journal, when the file is not complete
     * @throws InvalidInputException when neither is given, or they do not fit together
     */
    static RollbackSource of(String service, Path config, Supplier<Context> context) {
        if (service == null && config == null) {
            throw new InvalidInputException("rollback requires --service NAME or --config FILE");
        }
        if (config == null) {
            return new RollbackSource(service, null, null, "");
        }
        SpecDocument document = SpecDocument.yaml(config.toString(), text(config));
        String note = "";
        ServiceSpec file;
        try {
            file = SpecReader.read(document);
        } catch (InvalidInputException faults) {
            file = new PartialServiceFile(document, faults).completed(name -> recorded(context, name));
            note = faults.getMessage() + "; only its settings of HAProxy and Marathon are used, and what they lack is"
                    + " taken from the record";
        }
        if (service != null && !service.equals(file.service())) {
            throw new InvalidInputException(
                    "--service: \"" + service + "\" is not the service of " + config + ", which is " + file.service());
        }
        return new RollbackSource(file.service(), config, file, note);
    }

    private static Optional<ServiceSpec> recorded(Supplier<Context> context, String service) {
        try {
            return context.get().journal().find(service).map(CutoverRecord::spec);
        } catch (CutoverException unreadable) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("--config: there is no file " + file);
        } catch (IOException e) {
            throw new InvalidInputException("--config: cannot read " + file + ": " + e.getMessage());
        }
    }

    /** @return why the file alone must do, one line; empty when there is a record to go by, or no file */
    Optional<String> withoutRecord(Supplier<Context> context) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            Journal journal = context.get().journal();
            return journal.find(service).map(this::unusable).orElseGet(() -> Optional.of(noRecord(journal)));
        } catch (CutoverException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Names the journal: with a wrong one, a controller that has the record would undo this rollback. */
    private String noRecord(Journal journal) {
        return "there is no record of " + service + (journal.place().isEmpty() ? "" : " in " + journal.place());
    }

    private Optional<String> unusable(CutoverRecord record) {
        boolean usable = record.state().open() || record.state() == CutoverState.COMPLETED;
        String what = "the record of " + service + " is " + record.state();
        return usable ? Optional.empty() : Optional.of(isRetired(record) ? what + ": Mesos was given up" : what);
    }

    /** Whether the record says that Mesos was given up: then only servers that are seen up may get the traffic. */
    boolean mesosWasGivenUp(Supplier<Context> context) {
        try {
            return context.get()
                    .journal()
                    .find(service)
                    .filter(RollbackSource::isRetired)
                    .isPresent();
        } catch (CutoverException unreadable) {
            return false;
        }
    }

    private static boolean isRetired(CutoverRecord record) {
        return record.state() == CutoverState.RETIRED;
    }

    /**
     * The fleet for a rollback by the record.
     *
     * @throws InvalidInputException when the file names another fleet than the record, and that was not accepted
     */
    FleetChange fleet(Context context, List<String> without, boolean accepted) {
        List<InstanceAddress> gone =
                without.stream().map(InstanceAddress::parse).toList();
        if (file == null) {
            return new FleetChange(gone, null);
        }
        HaproxySpec recorded =
                context.journal().find(service).orElseThrow().spec().haproxy();
        if (!accepted && !recorded.equals(file.haproxy())) {
            throw new InvalidInputException("--config: " + path + " differs from the record: "
                    + FleetChange.difference(recorded, file.haproxy())
                    + "; add --accept-config to use the file's HAProxy settings, or leave --config out");
        }
        return new FleetChange(gone, file.haproxy());
    }

    /** The file's content without some instances. */
    ServiceSpec spec(List<String> without) {
        HaproxySpec fleet = file.haproxy();
        for (String text : without) {
            InstanceAddress instance = InstanceAddress.parse(text);
            if (!fleet.instances().contains(instance)) {
                throw new InvalidInputException("--without: \"" + instance + "\" is not an HAProxy instance of " + path
                        + "; they are " + fleet.instances());
            }
            if (fleet.instances().size() == 1) {
                throw new InvalidInputException(
                        "--without: \"" + instance + "\" is the only HAProxy instance of " + path + "; leave it in");
            }
            fleet = fleet.without(instance);
        }
        return file.withHaproxy(fleet);
    }
}
