package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Messages on failures with files, each logged once. */
final class FileErrors {
    /** A caller that reads twice a second would fill the log with one damaged file. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private static final int MANY = 1000;

    private FileErrors() {}

    /** Logs a line the first time that it is said. */
    static void once(Class<?> by, String line) {
        if (TOLD.size() > MANY) {
            TOLD.clear();
        }
        if (TOLD.add(line)) {
            System.getLogger(by.getName()).log(System.Logger.Level.WARNING, line);
        }
    }

    /** Java's own message of a file's fault is often nothing but its path. */
    static String said(IOException e) {
        if (!(e instanceof FileSystemException f) || f.getReason() != null) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        return f.getFile() + ": " + kind(f);
    }

    private static String kind(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "this user has no right to it";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
            return "it is a file and not a folder";
        }
        return e.getClass().getSimpleName();
    }
}
