package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Reads recorded traffic of any known format as a table. The format is seen in the first lines. */
final class TrafficSource {
    private static final long MOST_BYTES = 512L << 20;
    private static final List<String> SEPARATORS = List.of(",", ";", "\t");

    private TrafficSource() {}

    /**
     * @param eksServers a regular expression for the names of EKS's servers in a log of HAProxy
     * @throws InvalidInputException with one line that names the file, the line and the valid values
     */
    static TrafficTable read(Path path, String eksServers) {
        List<String> lines = lines(path);
        String first = lines.stream().filter(l -> !l.isBlank()).findFirst().orElse("");
        if (first.isEmpty()) {
            throw new InvalidInputException(
                    path + ": is empty: must start with the header " + String.join(",", TrafficFile.COLUMNS)
                            + ", or be an export of Prometheus or Grafana, or a log of HAProxy");
        }
        if (first.stripLeading().startsWith("{")) {
            return PrometheusExport.table(path, String.join("\n", lines));
        }
        return HaproxyLog.isOne(first) ? HaproxyLog.table(path, lines, eksServers) : csv(path, lines);
    }

    private static TrafficTable csv(Path path, List<String> lines) {
        String header = lines.get(0).replace("\uFEFF", "");
        String separator = SEPARATORS.stream()
                .max(Comparator.comparingInt(s -> header.split(s, -1).length))
                .orElseThrow();
        List<TrafficTable.Row> rows = IntStream.range(1, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i -> new TrafficTable.Row(i + 1, cells(lines.get(i), separator)))
                .toList();
        String name = separator.equals("\t") ? "tabs" : "'" + separator + "'";
        return TrafficTable.of(path, cells(header, separator), rows, "CSV with " + name);
    }

    /** Names may be quoted, as Grafana writes them; a separator within quotes is none of ours. */
    private static List<String> cells(String line, String separator) {
        return Arrays.stream(line.split(separator + "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .map(String::strip)
                .map(cell -> cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                        ? cell.substring(1, cell.length() - 1)
                        : cell)
                .toList();
    }

    private static List<String> lines(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new InvalidInputException(
                        path + ": has " + Files.size(path) + " bytes: must be at most " + MOST_BYTES);
            }
            return Files.readAllLines(path);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(path + ": no such file");
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(path + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new InvalidInputException(path + ": cannot be read: " + e.getMessage());
        }
    }
}
