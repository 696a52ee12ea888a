package hudson;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.Arrays;

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

    public FilePath[] list(String includes) throws IOException, InterruptedException {
        File[] all = file.listFiles(f -> matches(f.getName(), includes));
        return Arrays.stream(all).map(FilePath::new).toArray(FilePath[]::new);
    }

    private static boolean matches(String name, String includes) {
        return Arrays.stream(includes.split(",")).anyMatch(i -> name.endsWith(i.substring(1)));
    }

    public String getName() {
        return file.getName();
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
