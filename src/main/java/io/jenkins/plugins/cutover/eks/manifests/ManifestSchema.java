package io.jenkins.plugins.cutover.eks.manifests;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.constructor.json.ConstructYamlJsonInt;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Plain values as kubectl reads them (YAML 1.1, while the engine supports 1.2 only): {@code defaultMode: 0644} is 420, and
 * {@code readOnly: yes} is true.
 */
final class ManifestSchema extends JsonSchema {
    private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7]+");
    private static final Pattern BOOLEAN =
            Pattern.compile("yes|Yes|YES|on|On|ON|no|No|NO|off|Off|OFF|True|TRUE|False|FALSE");
    private static final Set<String> TRUE = Set.of("yes", "on", "true");

    @Override
    public ScalarResolver getScalarResolver() {
        return new JsonScalarResolver() {
            @Override
            protected void addImplicitResolvers() {
                addImplicitResolver(Tag.INT, OCTAL, "-+0");
                addImplicitResolver(Tag.BOOL, BOOLEAN, "yYoOnNtTfF");
                super.addImplicitResolvers();
            }
        };
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        Map<Tag, ConstructNode> all = new HashMap<>(super.getSchemaTagConstructors());
        all.put(Tag.INT, new ConstructYamlJsonInt() {
            @Override
            public Object construct(Node node) {
                String text = constructScalar(node);
                return OCTAL.matcher(text).matches() ? Integer.valueOf(text, 8) : createIntNumber(text);
            }
        });
        all.put(Tag.BOOL, node -> TRUE.contains(((ScalarNode) node).getValue().toLowerCase(java.util.Locale.ROOT)));
        return all;
    }
}
