package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A folder with one small JSON file a service, the head of its record, and a {@link HistoryFile} with what only grows. A
 * decision replaces the head, and then its {@link RecordDuplicate}. An observation is one line more in the history file.
 * Both are durable by the
 * {@link CommitLog}, and visible to other processes at once.
 */
final class RecordFiles implements Store {
    /** In bytes. A history file above it is written anew, without the observations that later ones replaced. */
    private static final long COMPACT_ABOVE = 512 << 10;

    /** A reader without a lock may meet a writer that replaces the history file. */
    private static final int TRIES = 5;

    /** As the head's version of an item that was read from the second file. */
    private static final String DUPLICATE = "";

    private static final AtomicLong GENERATION = new AtomicLong(System.currentTimeMillis());

    private final Path folder;
    private final FileMutex guard;
    private final FileShelves shelves;
    private final CommitLog log;
    private boolean recovered;
    /** Services whose files lack writes that are in the log. */
    private Set<String> unrepeated = Set.of();

    /**
     * What the files hold. A replaced head has another inode and time, and an observation makes the history file longer.
     *
     * @param history the name of the history file; empty when the head is of an older layout
     * @param bytes the length of the history file; negative when its content is lost
     */
    private record Version(String head, String history, long bytes) {}

    RecordFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.guard = new FileMutex(this.folder);
        this.shelves = new FileShelves(this.folder);
        this.log = CommitLog.of(this.folder);
    }

    static Path head(Path journal, String service) {
        return journal.resolve(service + FileShelves.SUFFIX).normalize();
    }

    @Override
    public <T> T alone(String service, Work<T> work) {
        recover();
        recoverAgain(service);
        return guard.alone(service, work);
    }

    /** Repeats, once, what a crash of the machine may have taken from the files. */
    private synchronized void recover() {
        if (!recovered) {
            recovered = true;
            unrepeated = new CommitLogRecovery(folder, guard).run();
        }
    }

    /** What is read from the files is older than the log then: a write that is based on it would lose decisions. */
    private synchronized void recoverAgain(String service) {
        if (unrepeated.contains(service)) {
            unrepeated = new CommitLogRecovery(folder, guard).run();
        }
        if (unrepeated.contains(service)) {
            throw new JournalFailureException(
                    "journal " + folder + ": cannot be written: decisions on " + service
                            + " from before a crash are in its log and cannot be copied to its record",
                    null);
        }
    }

    @Override
    public Optional<Item> read(String service, Optional<Item> known) throws IOException {
        recover();
        Path head = head(folder, service);
        // The name may come from a command line: it must not lead to another folder.
        if (!folder.equals(head.getParent())) {
            return Optional.empty();
        }
        if (!Files.exists(head)) {
            return duplicate(service, "the file " + head + " is missing");
        }
        if (known.isPresent() && isCurrent(head, (Version) known.get().version())) {
            return known;
        }
        try {
            return Optional.of(item(head));
        } catch (DamagedRecordException damaged) {
            Optional<Item> older = HeadFile.isNewer(Files.readAllBytes(head))
                    ? Optional.empty()
                    : duplicate(service, damaged.getMessage());
            return Optional.of(older.orElseThrow(() -> damaged));
        } catch (IOException unreadable) { // a bad sector, or a file that somebody else owns
            return Optional.of(
                    duplicate(service, "the file " + head + " cannot be read: " + FileErrors.said(unreadable))
                            .orElseThrow(() -> unreadable));
        }
    }

    /** The next decision writes both files anew. */
    private Optional<Item> duplicate(String service, String why) throws IOException {
        RecordDuplicate duplicate = RecordDuplicate.of(folder, service);
        if (!duplicate.exists()) {
            return Optional.empty();
        }
        try {
            Item item = item(duplicate.file());
            Version version = new Version(DUPLICATE, ((Version) item.version()).history(), -1);
            return Optional.of(new Item(item.where(), version, RecordDuplicate.noted(item.record(), why)));
        } catch (DamagedRecordException bothDamaged) {
            return Optional.empty();
        }
    }

    private boolean isCurrent(Path head, Version version) throws IOException {
        return stat(head).equals(version.head())
                && (version.history().isEmpty()
                        || size(HistoryFile.path(folder, version.history())) == version.bytes());
    }

    private static String stat(Path file) throws IOException {
        BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
        return a.fileKey() + " " + a.lastModifiedTime().toInstant() + " " + a.size();
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    private Item item(Path head) throws IOException {
        for (int i = 1; ; i++) {
            String stat = stat(head);
            byte[] bytes = Files.readAllBytes(head);
            Optional<HeadFile> read = HeadFile.read(bytes);
            if (read.isEmpty() || read.get().whole()) {
                return new Item(head.toString(), new Version(stat, "", 0), RecordFormat.read(head.toString(), bytes));
            }
            try {
                return item(head, stat, read.get());
            } catch (IOException e) {
                if (i == TRIES || stat.equals(stat(head))) {
                    return withoutHistory(head, stat, read.get(), FileErrors.said(e));
                }
            }
        }
    }

    private Item item(Path head, String stat, HeadFile read) throws IOException {
        long bytes = HistoryFile.addTo(read.record(), HistoryFile.path(folder, read.history()), read.bytes());
        Version version = new Version(stat, read.history(), bytes);
        return new Item(head.toString(), version, RecordFormat.read(head.toString(), read.record()));
    }

    /** A rollback needs no history: its loss is an event, and the record stays usable. */
    private static Item withoutHistory(Path head, String stat, HeadFile read, String why) {
        CutoverRecord rest = RecordFormat.read(head.toString(), read.record());
        String text = "the history before is incomplete: " + why;
        FileErrors.once(RecordFiles.class, "record " + head + ": " + text);
        CutoverRecord noted = rest.with(d -> d.event(Event.of(rest.updatedAt(), "journal", text)));
        return new Item(head.toString(), new Version(stat, read.history(), -1), noted);
    }

    @Override
    public List<Work<Optional<Item>>> list(Function<String, Optional<Item>> known) throws IOException {
        recover();
        List<Work<Optional<Item>>> items = new ArrayList<>();
        Set<String> services = new TreeSet<>(FileShelves.names(folder));
        services.addAll(FileShelves.names(RecordDuplicate.folder(folder)));
        for (String service : services) {
            items.add(() -> read(service, known.apply(service)));
        }
        return items;
    }

    /** No other writer can have written since: the service's lock is held. */
    @Override
    public Optional<Item> write(CutoverRecord record, Optional<Item> before) throws IOException {
        Optional<Growth> growth = before.flatMap(b -> growth(record, b));
        return Optional.of(growth.isPresent() ? grow(record, growth.get()) : rewrite(record, before));
    }

    /** What a record has more than the one before. */
    private record Growth(String history, long position, CutoverRecord before) {
        byte[] lines(CutoverRecord now) throws IOException {
            return HistoryFile.lines(
                    now.samples().subList(before.samples().size(), now.samples().size()),
                    now.history().subList(before.history().size(), now.history().size()));
        }
    }

    /** @return empty when the history must be written anew */
    private static Optional<Growth> growth(CutoverRecord now, Item item) {
        Version version = (Version) item.version();
        CutoverRecord before = item.record();
        boolean grows = !version.history().isEmpty()
                && version.bytes() >= 0
                && version.bytes() < COMPACT_ABOVE
                && before.openedAt().equals(now.openedAt())
                && before.eventsBefore() == now.eventsBefore()
                && startsWith(now.samples(), before.samples())
                && startsWith(now.history(), before.history());
        return grows ? Optional.of(new Growth(version.history(), version.bytes(), before)) : Optional.empty();
    }

    private static boolean startsWith(List<?> all, List<?> first) {
        return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
    }

    private Item grow(CutoverRecord record, Growth growth) throws IOException {
        byte[] lines = growth.lines(record);
        long end = growth.position() + lines.length;
        byte[] head = HeadFile.write(record, growth.history(), end);
        return log.commit(
                new CommitLogEntry(record.service(), growth.history(), growth.position(), head, lines), () -> {
                    HistoryFile.append(HistoryFile.path(folder, growth.history()), growth.position(), lines);
                    return replaceHead(record, head, growth.history(), end);
                });
    }

    private Item rewrite(CutoverRecord record, Optional<Item> before) throws IOException {
        String history = HistoryFile.name(record, GENERATION.getAndIncrement());
        Path file = HistoryFile.path(folder, history);
        byte[] lines = HistoryFile.lines(record.samples(), record.history());
        DurableFile.folder(file.getParent());
        DurableFile.replace(file, lines);
        byte[] head = HeadFile.write(record, history, lines.length);
        if (before.isPresent() && ((Version) before.get().version()).head().equals(DUPLICATE)) {
            keepDamaged(head(folder, record.service()));
        }
        Item written = log.commit(
                new CommitLogEntry(record.service(), history, lines.length, head, new byte[0]),
                () -> replaceHead(record, head, history, lines.length));
        String old = before.map(b -> ((Version) b.version()).history()).orElse("");
        if (!old.isEmpty()) {
            Files.deleteIfExists(HistoryFile.path(folder, old));
        }
        return written;
    }

    private Item replaceHead(CutoverRecord record, byte[] bytes, String history, long end) throws IOException {
        Path head = head(folder, record.service());
        DurableFile.replaceUnsynced(head, bytes);
        RecordDuplicate.of(folder, record.service()).write(bytes);
        return new Item(head.toString(), new Version(stat(head), history, end), record);
    }

    @Override
    public Optional<Item> observe(CutoverRecord record, Item before) throws IOException {
        Optional<Growth> growth = growth(record, before);
        if (growth.isEmpty()) {
            return Optional.of(rewrite(record, Optional.of(before)));
        }
        Growth more = growth.get();
        byte[] line = HistoryFile.observed(
                record,
                record.samples()
                        .subList(
                                before.record().samples().size(),
                                record.samples().size()));
        HistoryFile.append(HistoryFile.path(folder, more.history()), more.position(), line);
        log.enqueue(new CommitLogEntry(record.service(), more.history(), more.position(), new byte[0], line));
        Version version = (Version) before.version();
        return Optional.of(new Item(
                before.where(), new Version(version.head(), more.history(), more.position() + line.length), record));
    }

    @Override
    public boolean putAside(String service) throws IOException {
        Path head = head(folder, service);
        if (Files.exists(head) && HeadFile.isNewer(Files.readAllBytes(head))) {
            return false;
        }
        RecordDuplicate.of(folder, service).delete();
        keepDamaged(head);
        return true;
    }

    /** For people. */
    private static void keepDamaged(Path head) throws IOException {
        if (Files.exists(head)) {
            Files.move(head, head.resolveSibling(head.getFileName() + ".damaged-" + GENERATION.getAndIncrement()));
        }
    }

    @Override
    public void put(Shelf shelf, String name, byte[] bytes) throws IOException {
        shelves.put(shelf, name, bytes);
    }

    @Override
    public Optional<byte[]> get(Shelf shelf, String name) throws IOException {
        return shelves.get(shelf, name);
    }

    @Override
    public List<Document> newest(Shelf shelf, int most) throws IOException {
        return shelves.newest(shelf, most);
    }

    @Override
    public void drop(Shelf shelf, String name) throws IOException {
        shelves.drop(shelf, name);
    }

    @Override
    public String where(Shelf shelf, String name) {
        return shelves.where(shelf, name);
    }
}
