package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppDocumentTest {
    @Test
    void everyAppOfNestedGroupsIsFoundWithItsAbsoluteId() {
        List<Translation> all = all("{'id':'/shop','dependencies':['/db'],'apps':[{'id':'web','cmd':'x'}],"
                + "'groups':[{'id':'back','apps':[{'id':'orders','cmd':'x'},{'id':'../mail','cmd':'x'},"
                + "{'id':'/else','cmd':'x'}]}]}");
        assertThat(all)
                .extracting(Translation::id)
                .containsExactly("/shop/web", "/shop/back/orders", "/shop/mail", "/else");
        assertThat(all.get(0).losses()).anyMatch(l -> l.path().equals("$.dependencies"));
    }

    @Test
    void listsAndApiAnswersAreRead() {
        assertThat(all("[{'id':'a','cmd':'x'},{'id':'b','cmd':'x'}]")).hasSize(2);
        assertThat(all("{'apps':[{'id':'/a','cmd':'x'}]}")).hasSize(1);
        assertThat(all("{'app':{'id':'/a','cmd':'x'}}")).hasSize(1);
    }

    @Test
    void oneNameForTwoAppsGoesToTheFirstAndTheOtherBlocks() {
        String port = ",'cmd':'x','portDefinitions':[{'port':0,'labels':{'VIP_0':'/api:80'}}]}";
        List<Translation> all = all("[{'id':'/a'" + port + ",{'id':'/b'" + port + "]");
        assertThat(all.get(0).blockers()).noneMatch(l -> l.path().equals("id"));
        assertThat(all.get(1).blockers()).anyMatch(l -> l.action().contains("Service api is that of /a"));
        assertThat(all.get(1).manifests())
                .noneMatch(m -> m.getMetadata().getName().equals("api"));
    }

    @Test
    void podsAreReported() {
        assertThat(all("{'id':'/g','pods':[{'id':'/p'}],'apps':[{'id':'a','cmd':'x'}]}")
                        .get(0)
                        .blockers())
                .anyMatch(l -> l.path().equals("$.pods"));
    }

    @Test
    void aRelativeIdOutsideAGroupIsReported() {
        assertThat(Sample.of("'id':'orders','cmd':'x'").losses("id")).startsWith("INFO taken for /orders");
    }

    @Test
    void allFaultsAreReportedTogetherWithTheirPaths() {
        assertThatThrownBy(() ->
                        all("{'id':'/g','apps':[{'id':'A','cpus':'1','cmd':''},{'id':'B','cmd':'x','args':['y']}]}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("apps[0].cpus: 1 is not a number")
                .hasMessageContaining("apps[0].cmd")
                .hasMessageContaining("apps[1].id: \"B\" is not an app id")
                .hasMessageContaining("apps[1].cmd: cmd and args exclude each other");
    }

    @Test
    void aDocumentWithoutAnAppIsRefused() {
        assertThatThrownBy(() -> all("{'id':'/g','apps':[]}")).hasMessageContaining("no app");
        assertThatThrownBy(() -> all("[]")).hasMessageContaining("no app");
        assertThatThrownBy(() -> all("'x'")).hasMessageContaining("not an app");
    }

    private static List<Translation> all(String json) {
        return Translator.translateAll(Corpus.json(json), Corpus.SETTINGS);
    }
}
