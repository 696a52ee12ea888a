package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
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
 */
record RollbackSource(String service, Path path, ServiceSpec file) {

    /** @throws InvalidInputException when neither is given, or they do not fit together */
    static RollbackSource of(String service, Path config) {
        if (service == null && config == null) {
            throw new InvalidInputException("rollback requires --service NAME or --config FILE");
        }
        if (config == null) {
            return new RollbackSource(service, null, null);
        }
        ServiceSpec file = SpecReader.yaml(config.toString(), text(config));
        if (service != null && !service.equals(file.service())) {
            throw new InvalidInputException(
                    "--service: \"" + service + "\" is not the service of " + config + ", which is " + file.service());
        }
        return new RollbackSource(file.service(), config, file);
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
        return usable ? Optional.empty() : Optional.of("the record of " + service + " is " + record.state());
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
        for (String instance : without) {
            fleet = fleet.without(InstanceAddress.parse(instance));
        }
        return file.withHaproxy(fleet);
    }
}
