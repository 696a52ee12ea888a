package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file so that a crash at any moment leaves either the old or the new content, complete: write a new file,
 * fsync, rename it over the old one, fsync the folder (without that the rename may be lost). Only the owner may read it.
 */
final class DurableFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFile() {}

    /** Creates a folder that only its owner may read, and that survives a crash. */
    static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path made = folder.toAbsolutePath().normalize();
        Path above = made;
        while (above.getParent() != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        Files.createDirectories(made, permissions("rwx------"));
        for (Path changed = made.getParent(); changed != null && changed.startsWith(above); ) {
            syncIfAllowed(changed);
            changed = changed.getParent();
        }
    }

    /** A process may be allowed to create a folder in another one, and not to open that one. */
    private static void syncIfAllowed(Path folder) throws IOException {
        try {
            sync(folder);
        } catch (AccessDeniedException e) {
            FileErrors.once(DurableFile.class, "a new folder may not survive a power failure: " + FileErrors.said(e));
        }
    }

    static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, true);
        sync(file.toAbsolutePath().getParent());
    }

    /**
     * The same for readers, but not after a crash of the machine: the content is in a {@link CommitLog} already, or may be
     * lost.
     */
    static void replaceUnsynced(Path file, byte[] content) throws IOException {
        replace(file, content, false);
    }

    private static void replace(Path file, byte[] content, boolean synced) throws IOException {
        Path replacement = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(replacement);
        try (FileChannel out = openNew(replacement)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            if (synced) {
                out.force(true);
            }
        }
        Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Creates an empty file that survives a crash. The caller closes it. */
    static FileChannel create(Path file) throws IOException {
        FileChannel out = openNew(file);
        try {
            sync(file.toAbsolutePath().getParent());
            return out;
        } catch (IOException e) {
            out.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Opens a file for locks, and creates it if needed: who cannot read it cannot lock it either. */
    static FileChannel openForLocks(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), permissions("rw-------"));
    }

    private static FileChannel openNew(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions("rw-------"));
    }

    /** Syncs a file, or the names in a folder. */
    static void sync(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && !POSIX) {
            return; // Windows opens no folder; its file systems journal the rename themselves.
        }
        StandardOpenOption how = folder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel open = FileChannel.open(path, how)) {
            open.force(true);
        }
    }

    private static FileAttribute<?>[] permissions(String rights) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
