package io.isthmus.northbound;

import io.isthmus.domain.net.Name;
import io.isthmus.northbound.access.AccessInterceptor;
import io.isthmus.northbound.access.RefusedRequests;
import io.isthmus.northbound.change.TermsArgumentResolver;
import io.isthmus.northbound.document.Days;
import io.isthmus.northbound.document.DocumentArgumentResolver;
import io.isthmus.northbound.document.Instants;
import io.isthmus.northbound.problem.ProblemReportValve;
import io.isthmus.northbound.resource.PagingArgumentResolver;
import io.isthmus.northbound.webhook.WebhookProperties;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The REST API. Needs beans for the use cases ({@code IntentService}, {@code EdgeFleet}), the ports
 * {@code OperationStore}, {@code EventLog}, {@code DecisionLog}, {@code IdempotencyStore}, {@code
 * WebhookStore}, {@code ChoiceLog}, {@code SlaLog}, {@code MeasurementStore}, {@code LiveQuality},
 * and a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties({NorthboundProperties.class, WebhookProperties.class})
@PropertySource("classpath:/io/isthmus/northbound/northbound.properties")
public class NorthboundConfiguration implements WebMvcConfigurer {
  private final NorthboundProperties properties;
  private final RefusedRequests refused;

  public NorthboundConfiguration(NorthboundProperties properties, RefusedRequests refused) {
    this.properties = properties;
    this.refused = refused;
  }

  /** Even what the container refuses is answered with a problem. */
  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer() {
    return factory ->
        factory.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(ProblemReportValve.class.getName());
          }
        });
  }

  @Override
  public void addFormatters(FormatterRegistry registry) {
    // Not a lambda: the registry reads the types from the class.
    registry.addConverter(
        new Converter<String, Name>() {
          @Override
          public Name convert(String source) {
            return Name.of(source);
          }
        });
    registry.addConverter(
        new Converter<String, Instant>() {
          @Override
          public Instant convert(String source) {
            return Instants.parse(source);
          }
        });
    registry.addConverter(
        new Converter<String, LocalDate>() {
          @Override
          public LocalDate convert(String source) {
            return Days.parse(source);
          }
        });
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(
        new DocumentArgumentResolver(properties.maxBodySize(), properties.maxIntentSize()));
    resolvers.add(new TermsArgumentResolver());
    resolvers.add(new PagingArgumentResolver());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new AccessInterceptor(refused));
    registry.addInterceptor(new KnownParameters()).addPathPatterns("/api/**");
  }
}
