package io.isthmus.app.observe;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Leaves out all that traces as long as there is nowhere to send traces to, so that a controller
 * that nobody traces loads and does none of it.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {
  /** Also what Boot makes of {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

  private static final String TRACING = "org.springframework.boot.micrometer.tracing.";
  private static final String SDK = "org.springframework.boot.opentelemetry.";

  private boolean traces;

  @Override
  public void setEnvironment(Environment environment) {
    traces = StringUtils.hasText(environment.getProperty(ENDPOINT));
  }

  @Override
  public boolean[] match(
      @Nullable String[] classes, AutoConfigurationMetadata autoConfigurationMetadata) {
    boolean[] matches = new boolean[classes.length];
    for (int i = 0; i < classes.length; i++) {
      String name = classes[i];
      matches[i] = traces || name == null || !(name.startsWith(TRACING) || name.startsWith(SDK));
    }
    return matches;
  }
}
