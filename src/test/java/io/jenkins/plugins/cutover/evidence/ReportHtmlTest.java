package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportHtmlTest {
    private static final Timeline BACK = Timelines.rolledBack(12, 5, 25, 50);

    /** The policy of Jenkins: default-src 'none'; img-src 'self'; style-src 'self'. */
    @Test
    void pageNeedsNoScriptStyleOrNetwork() {
        Element page = Pages.parse(ReportHtml.page(BACK));
        for (String tag : List.of("script", "style", "link", "img", "image", "use", "iframe", "foreignObject", "a")) {
            assertThat(Pages.elements(page, tag)).as(tag).isEmpty();
        }
        assertThat(Pages.attributes(page))
                .doesNotContain("style", "class", "id", "href", "src")
                .noneMatch(a -> a.startsWith("on"));
    }

    @Test
    void pageShowsOutcomeFiguresPhasesAndEvents() {
        Element page = Pages.parse(ReportHtml.page(BACK));
        assertThat(Pages.texts(page, "title").get(0)).isEqualTo("orders: rolled back - Phased Cutover");
        assertThat(Pages.texts(page, "text")).contains("ROLLED BACK", "1.2 s", "41 ms", "19", "10 \u2192 10");
        assertThat(Pages.texts(page, "td")).contains("5%", "healthy", "harmful", "rollback");
        assertThat(page.getTextContent()).contains("EKS fails 50% of 37 requests");
    }

    @Test
    void browserChoosesLightOrDark() {
        Element page = Pages.parse(ReportHtml.page(Timelines.stalled(40, 5, 25)));
        assertThat(Pages.elements(page, "meta"))
                .anyMatch(m -> m.getAttribute("name").equals("color-scheme")
                        && m.getAttribute("content").equals("light dark"));
        Pages.elements(page, "body").forEach(b -> assertThat(b.getAttribute("bgcolor") + b.getAttribute("text"))
                .isEmpty());
    }

    @Test
    void pageHasATileForEachKindThatOccurred() {
        Element page = Pages.parse(ReportHtml.page(Timelines.stalled(40, 5, 25)));
        assertThat(Pages.texts(page, "text")).contains("Stalled", "Answered 404", "Answered 3xx");
        assertThat(page.getTextContent()).contains("95% confidence interval (Newcombe)", "above the limit");
    }

    @Property(tries = 100)
    void textFromOutsideStaysText(@ForAll String name, @ForAll String text) {
        Timeline timeline = Timeline.of(name, CutoverOutcome.FAILED, BACK.from(), BACK.to())
                .events(List.of(Event.of(BACK.from(), text, text)))
                .rollback(new RollbackSummary(text, Share.ALL, BACK.from(), null, null, null, null, null))
                .build();
        assertThat(Pages.parse(ReportHtml.page(timeline)).getTagName()).isEqualTo("html");
    }

    @Test
    void markupInAReasonIsEscaped() {
        Timeline timeline = Timeline.of("orders", CutoverOutcome.FAILED, BACK.from(), BACK.to())
                .events(List.of(Event.of(BACK.from(), "rollback", "<script>alert(1)</script> & \"more\"")))
                .build();
        Element page = Pages.parse(ReportHtml.page(timeline));
        assertThat(Pages.elements(page, "script")).isEmpty();
        assertThat(Pages.texts(page, "td")).contains("<script>alert(1)</script> & \"more\"");
    }

    @Test
    void cutoverWithoutTrafficHasAPage() {
        Timeline timeline = Timeline.of("orders", CutoverOutcome.UNDER_WAY, BACK.from(), BACK.from())
                .build();
        assertThat(Pages.parse(ReportHtml.page(timeline)).getTextContent())
                .contains(
                        "No traffic was seen.",
                        "no traffic was seen",
                        "Nothing is recorded.",
                        "EKS has had no traffic yet.")
                .doesNotContain("NaN", "Infinity", "null");
    }
}
