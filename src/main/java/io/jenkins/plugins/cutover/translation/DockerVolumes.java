package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docker run --volume, --tmpfs, --shm-size}. */
final class DockerVolumes {
    private static final Pattern VOLUME = Pattern.compile("(/[^:]*):(/[^:]*)(?::(\\w+))?");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([bkmg]?)b?");

    private DockerVolumes() {}

    /** @return whether the key was one of these, with a value that can be kept */
    static boolean apply(Draft draft, String key, Field field, String value) {
        Matcher volume = VOLUME.matcher(value);
        if ((key.equals("volume") || key.equals("v")) && volume.matches()) {
            String mode = volume.group(3) == null ? "rw" : volume.group(3).toLowerCase(Locale.ROOT);
            Volumes.hostPath(draft, field, volume.group(1), volume.group(2), mode.equals("ro"));
            return true;
        }
        if (key.equals("tmpfs") && value.startsWith("/")) {
            memory(draft, value.replaceAll(":.*", ""), null);
            return true;
        }
        Matcher size = SIZE.matcher(value.toLowerCase(Locale.ROOT));
        if (key.equals("shm-size") && size.matches()) {
            memory(draft, "/dev/shm", new Quantity(size.group(1) + unit(size.group(2))));
            return true;
        }
        return false;
    }

    private static String unit(String docker) {
        return switch (docker) {
            case "k" -> "Ki";
            case "m" -> "Mi";
            case "g" -> "Gi";
            default -> "";
        };
    }

    private static void memory(Draft draft, String path, Quantity size) {
        String name = Volumes.add(draft, path, path, false);
        draft.volumes.add(new VolumeBuilder()
                .withName(name)
                .withEmptyDir(new EmptyDirVolumeSource("Memory", size))
                .build());
    }
}
