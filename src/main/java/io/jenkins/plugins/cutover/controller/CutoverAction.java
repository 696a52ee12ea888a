package io.jenkins.plugins.cutover.controller;

import hudson.model.Run;
import io.jenkins.plugins.cutover.evidence.ReportHtml;
import io.jenkins.plugins.cutover.evidence.TimelineReader;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;

/**
 * The "Cutover" tab of a build: the traffic chart and all decisions for each service that the build moves. Stored in
 * {@code build.xml}, so neither this class nor its field may be renamed.
 */
public final class CutoverAction implements RunAction2 {
    private final List<String> services = new ArrayList<>();
    private transient Run<?, ?> run;

    /** The build's tab; created for its first service. */
    public static CutoverAction of(Run<?, ?> build, String service) throws IOException {
        synchronized (CutoverAction.class) {
            CutoverAction action = build.getAction(CutoverAction.class);
            if (action == null) {
                action = new CutoverAction();
                action.onAttached(build);
                build.addAction(action);
            }
            if (action.add(service)) {
                build.save();
            }
            return action;
        }
    }

    private synchronized boolean add(String service) {
        return !services.contains(service) && services.add(service);
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    public synchronized List<String> getServices() {
        return List.copyOf(services);
    }

    /** One view for each service of this build whose record is known. */
    public List<CutoverView> getCutovers() {
        return getServices().stream()
                .flatMap(s -> record(s).stream())
                .map(CutoverView::new)
                .toList();
    }

    /** Refresh interval of the tab in seconds; 0 when nothing can change any more. */
    public int getRefresh() {
        boolean open = run.isBuilding() || getCutovers().stream().anyMatch(CutoverView::isOpen);
        return open ? 5 : 0;
    }

    /** The report of one of this build's services, for everyone who may read the build. */
    public HttpResponse doReport(@QueryParameter String service) {
        return record(service)
                .map(r -> HttpResponses.literalHtml(ReportHtml.page(TimelineReader.read(r))))
                .orElseGet(HttpResponses::notFound);
    }

    private Optional<CutoverRecord> record(String service) {
        return getServices().contains(service) ? BuildRecord.find(run, service) : Optional.empty();
    }

    @Override
    public String getIconFileName() {
        return "symbol-git-compare-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.text("cutover");
    }

    @Override
    public String getUrlName() {
        return "cutover";
    }
}
