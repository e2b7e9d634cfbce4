package io.isthmus.app.observe;

import io.isthmus.domain.operation.WorkObserver;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who looks at the work of the domain. */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

  @Bean
  WorkObserver workObserver(MeterRegistry registry, ObjectProvider<SpanMaker> spans) {
    return new ObservedWork(registry, spans.getIfAvailable(() -> SpanMaker.OFF));
  }
}
