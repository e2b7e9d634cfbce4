package io.isthmus.app.observe;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Spans of requests come from Spring; those of what follows from a request, from {@link Spans}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(TracingSwitch.ENDPOINT)
class TracingConfiguration {

  @Bean
  SpanMaker spanMaker(OpenTelemetry telemetry) {
    return new Spans(telemetry.getTracer("io.isthmus.controller"));
  }

  /** Each filter, each scheduled task and each scrape would be a span or a trace of its own. */
  @Bean
  ObservationPredicate requestsOfClientsAlone() {
    return (name, context) -> name.equals("http.server.requests") && !isOfActuator(context);
  }

  private static boolean isOfActuator(Observation.Context context) {
    if (!(context instanceof ServerRequestObservationContext request)) {
      return false;
    }
    HttpServletRequest carrier = request.getCarrier();
    return carrier != null && carrier.getRequestURI().startsWith("/actuator");
  }
}
