package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Owner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One lock file an environment, next to the records of a {@link FileJournal}. Keep the instance: it observes leases. */
public final class FileLocks implements Locks {
    /** In bytes. */
    private static final int SECTOR = 512;

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
        return guard.alone(environment, () -> {
            Optional<Holder> held = read(environment);
            Optional<Holder> next = takeover.next(environment, held, held.toString(), service, owner);
            if (next.isPresent()) {
                boolean renewal = held.filter(h -> h.is(owner, service)).isPresent();
                write(file(environment), padded(next.get()), renewal);
                return new Claim(next.get(), true);
            }
            Holder stays = held.orElseThrow();
            return new Claim(stays, stays.is(owner, service));
        });
    }

    @Override
    public void release(String environment, String service, Owner owner) {
        guard.alone(environment, () -> {
            if (read(environment).filter(h -> h.is(owner, service)).isPresent()) {
                Files.delete(file(environment));
            }
            return null;
        });
    }

    @Override
    public Optional<Holder> holder(String environment) {
        return guard.alone(environment, () -> read(environment));
    }

    @Override
    public boolean lapsed(String environment) {
        return guard.alone(
                environment,
                () -> takeover.lapsed(environment, read(environment).toString()));
    }

    /**
     * A renewal overwrites the file, without fsync: no process needs it after a crash of the machine, and a thousand leases are
     * a hundred renewals a second. A new holder replaces it durably.
     */
    private static void write(Path file, byte[] content, boolean renewal) throws IOException {
        if (!renewal || Files.size(file) != content.length) {
            DurableFile.replace(file, content);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
        }
    }

    /** A length that a renewal does not change, within one sector of a disk. */
    private static byte[] padded(Holder holder) throws IOException {
        byte[] json = Json.mapper().writeValueAsBytes(holder);
        byte[] padded = Arrays.copyOf(json, (json.length / SECTOR + 1) * SECTOR);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private Optional<Holder> read(String environment) throws IOException {
        Path file = file(environment);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), Holder.class));
        } catch (JsonProcessingException e) {
            throw new JournalFailureException(
                    "lock " + file + ": damaged; who holds " + environment
                            + " is not known. Delete the file once you know that it is not in use",
                    e);
        }
    }

    private Path file(String environment) {
        return folder.resolve(environment + ".lock");
    }
}
