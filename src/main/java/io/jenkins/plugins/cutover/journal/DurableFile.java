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
        Path replacement = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(replacement);
        try (FileChannel out = FileChannel.open(
                replacement,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                permissions("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.toAbsolutePath().getParent());
    }

    private static void sync(Path folder) throws IOException {
        if (!POSIX) {
            return; // Windows opens no folder; its file systems journal the rename themselves.
        }
        try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    private static FileAttribute<?>[] permissions(String rights) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
