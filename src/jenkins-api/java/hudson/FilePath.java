package hudson;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;

public final class FilePath implements Serializable {
    private static final long serialVersionUID = 1L;
    private final File file;

    public FilePath(File localPath) {
        this.file = localPath;
    }

    public FilePath child(String relOrAbsolute) {
        File given = new File(relOrAbsolute);
        return new FilePath(given.isAbsolute() ? given : new File(file, relOrAbsolute));
    }

    public String getRemote() {
        return file.getPath();
    }

    public boolean exists() throws IOException, InterruptedException {
        return file.exists();
    }

    public boolean isDirectory() throws IOException, InterruptedException {
        return file.isDirectory();
    }

    public long length() throws IOException, InterruptedException {
        return file.length();
    }

    public void mkdirs() throws IOException, InterruptedException {
        Files.createDirectories(file.toPath());
    }

    public String readToString() throws IOException, InterruptedException {
        return Files.readString(file.toPath());
    }

    public void copyFrom(InputStream in) throws IOException, InterruptedException {
        Files.createDirectories(file.getAbsoluteFile().getParentFile().toPath());
        Files.write(file.toPath(), in.readAllBytes());
    }
}
