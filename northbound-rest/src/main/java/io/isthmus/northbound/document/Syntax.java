package io.isthmus.northbound.document;

import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** What a document is written in. Both have bounds on everything that costs memory. */
public enum Syntax {
  JSON(JsonFactory.builder().streamReadConstraints(constraints()).build()),
  YAML(
      YAMLFactory.builder()
          .streamReadConstraints(constraints())
          .loadSettings(
              LoadSettings.builder()
                  // The body was measured before.
                  .setCodePointLimit(Integer.MAX_VALUE)
                  .setMaxAliasesForCollections(0)
                  .setAllowRecursiveKeys(false)
                  // They are found where the tree is built, which knows their place.
                  .setAllowDuplicateKeys(true)
                  .build())
          .build());

  static final int DEEPEST = 16;

  private final transient TokenStreamFactory factory;

  Syntax(TokenStreamFactory factory) {
    this.factory = factory;
  }

  TokenStreamFactory factory() {
    return factory;
  }

  private static StreamReadConstraints constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(64)
        .maxNumberLength(64)
        .maxStringLength(65_536)
        .maxNameLength(1_024)
        .build();
  }
}
