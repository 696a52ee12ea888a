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
 * Replaces a file so that a crash at any moment leaves the old content or the new one, whole: write aside, fsync,
 * rename over it, fsync the folder (without which the rename itself may be lost). Only the owner may read it.
 */
final class DurableFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFile() {}

    /** Makes a folder that only its owner may look into, and that is still there after a crash. */
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

    /** Who may make a folder in another need not be allowed to open that one. */
    private static void syncIfAllowed(Path folder) throws IOException {
        try {
            sync(folder);
        } catch (AccessDeniedException e) {
            FileErrors.once(
                    DurableFile.class, "whether a new folder outlives a power cut is not known: " + FileErrors.said(e));
        }
    }

    static void replace(Path file, byte[] content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try (FileChannel out = FileChannel.open(
                aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
