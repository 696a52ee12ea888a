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
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private static final int MANY = 1000;

    private FileErrors() {}

    /** Logs a line the first time that it occurs. */
    static void once(Class<?> by, String line) {
        if (LOGGED.size() > MANY) {
            LOGGED.clear();
        }
        if (LOGGED.add(line)) {
            System.getLogger(by.getName()).log(System.Logger.Level.WARNING, line);
        }
    }

    /** The JDK's message for a failure of a file is often only its path. */
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
