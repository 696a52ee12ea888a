package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One lock file an environment, next to the records of a {@link FileJournal}. Keep the instance: it observes leases. */
public final class FileLocks implements Locks {
    private final Path folder;
    private final FileMutex guard;
    private final LeaseTakeover takeover;

    public FileLocks(Path folder, Clock clock) {
        this(folder, clock, OwnerLiveness.NONE);
    }

    public FileLocks(Path folder, Clock clock, OwnerLiveness liveness) {
        this(folder, clock, liveness, System::nanoTime);
    }

    FileLocks(Path folder, Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        this.folder = folder.resolve("locks");
        this.guard = new FileMutex(this.folder);
        this.takeover = new LeaseTakeover(clock, liveness, nanos);
    }

    @Override
    public Claim take(String environment, String service, Owner owner) {
        return guard.alone(() -> {
            Optional<Holder> held = read(environment);
            Optional<Holder> next = takeover.next(environment, held, held.toString(), service, owner);
            if (next.isPresent()) {
                DurableFile.replace(file(environment), Json.mapper().writeValueAsBytes(next.get()));
                return new Claim(next.get(), true);
            }
            Holder stays = held.orElseThrow();
            return new Claim(stays, stays.is(owner, service));
        });
    }

    @Override
    public void release(String environment, String service, Owner owner) {
        guard.alone(() -> {
            if (read(environment).filter(h -> h.is(owner, service)).isPresent()) {
                Files.delete(file(environment));
            }
            return null;
        });
    }

    @Override
    public Optional<Holder> holder(String environment) {
        return guard.alone(() -> read(environment));
    }

    @Override
    public boolean lapsed(String environment) {
        return guard.alone(() -> takeover.lapsed(environment, read(environment).toString()));
    }

    private Optional<Holder> read(String environment) throws IOException {
        Path file = file(environment);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), Holder.class));
        } catch (JsonProcessingException e) {
            throw new CutoverException(
                    "lock " + file + ": damaged; who holds " + environment
                            + " is not known. Delete the file once you know that it is not in use",
                    e);
        }
    }

    private Path file(String environment) {
        return folder.resolve(environment + ".lock");
    }
}
