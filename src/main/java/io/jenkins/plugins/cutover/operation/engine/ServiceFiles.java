package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.ServiceSpec;
import java.util.Optional;

/** The service files as they are now. A record keeps the file that its cutover was opened with. */
@FunctionalInterface
public interface ServiceFiles {
    /** No file is known besides the one in the record. */
    ServiceFiles NONE = service -> Optional.empty();

    /** @return the present file of a service; empty when there is none, or when it has errors */
    Optional<ServiceSpec> current(String service);
}
