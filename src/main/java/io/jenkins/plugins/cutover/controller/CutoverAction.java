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

/** The "Cutover" tab of a build: for each service that it moves, the picture of the traffic and all that was decided. */
public final class CutoverAction implements RunAction2 {
    private final List<String> services = new ArrayList<>();
    private transient Run<?, ?> run;

    /** The build's tab, which is made when the first service needs it. */
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

    /** What the pages show: one for each service that this build moved, as far as its record is known. */
    public List<CutoverView> getCutovers() {
        return getServices().stream()
                .flatMap(s -> record(s).stream())
                .map(CutoverView::new)
                .toList();
    }

    /** How often the tab asks for news, in seconds; 0 once nothing changes any more. */
    public int getRefresh() {
        boolean open = run.isBuilding() || getCutovers().stream().anyMatch(CutoverView::isOpen);
        return open ? 5 : 0;
    }

    /** The report of one of this build's services; reading it needs what reading the build needs. */
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
