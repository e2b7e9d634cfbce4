package io.isthmus.northbound;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test of the API over real HTTP; all share one running server, and use tenants of their own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = TestController.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.threads.virtual.enabled=true",
      "spring.main.banner-mode=off",
      "isthmus.northbound.max-event-streams=20",
      "isthmus.northbound.event-heartbeat=500ms",
      "isthmus.northbound.webhook.connect-timeout=500ms",
      "isthmus.northbound.webhook.request-timeout=700ms",
      "isthmus.northbound.webhook.max-attempts=4",
      "isthmus.northbound.webhook.first-retry=50ms",
      "isthmus.northbound.webhook.break-after=10",
      "isthmus.northbound.webhook.break-for=200ms",
      "isthmus.northbound.webhook.look=100ms",
      "isthmus.northbound.webhook.allow-private-addresses=true",
      "isthmus.northbound.rate.per-token=100000",
      "isthmus.northbound.rate.per-source=100000",
      "isthmus.northbound.rate.failed-per-source=100000"
    })
@interface NorthboundTest {}
