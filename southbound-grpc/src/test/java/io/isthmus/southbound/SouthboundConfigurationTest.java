package io.isthmus.southbound;

import static io.isthmus.southbound.fake.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.TrustDomain;
import io.isthmus.pki.TestAuthority;
import io.isthmus.southbound.fake.FakeEdge;
import io.isthmus.southbound.fake.MutualTls;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.session.EdgeAdmission;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** As the controller starts it. */
class SouthboundConfigurationTest {
  @Test
  void edgesAreServedFromStartToStop() throws Exception {
    SouthboundServer server;
    try (ConfigurableApplicationContext context =
        start("port=0", "address=127.0.0.1,127.0.0.2", "heartbeat-interval=2s")) {
      server = context.getBean(SouthboundServer.class);
      context.getBean(TestController.class).declareEdges(1);
      assertThat(server.addresses()).hasSize(2);
      for (int i = 0; i < 2; i++) {
        InetSocketAddress address = (InetSocketAddress) server.addresses().get(i);
        TestController controller = context.getBean(TestController.class);
        ManagedChannel channel =
            MutualTls.dial(
                address, controller.authority(), controller.authority().edge("default", "e1"));
        FakeEdge edge = new FakeEdge(channel, "e1").connect();

        eventually(() -> assertThat(edge.model().carried()).isNotEmpty());
        assertThat(edge.heard().getFirst().getWelcome().getHeartbeatIntervalMillis())
            .isEqualTo(2_000);
        channel.shutdownNow();
      }
    }
    assertThat(server.isRunning()).isFalse();
    assertThat(server.addresses()).isEmpty();
  }

  @Test
  void portInUseIsSaidSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start("port=" + taken.getLocalPort()))
          .cause()
          .isInstanceOf(ListenerException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  private static ConfigurableApplicationContext start(String... properties) {
    String[] arguments = new String[properties.length];
    for (int i = 0; i < properties.length; i++) {
      arguments[i] = "--isthmus.southbound." + properties[i];
    }
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        .bannerMode(Banner.Mode.OFF)
        .run(arguments);
  }

  @SpringBootConfiguration
  @Import(SouthboundConfiguration.class)
  static class Application {
    @Bean
    TestController controller() {
      return new TestController();
    }

    @Bean
    EdgeFleet fleet(TestController controller) {
      return controller.fleet();
    }

    @Bean
    NetworkWatch watch(TestController controller) {
      return controller.watch();
    }

    @Bean
    EdgeAdmission admission(TestController controller) {
      return controller.admission();
    }

    @Bean
    ControllerIdentity identity(TestController controller) {
      return controller.authority().authority();
    }

    @Bean
    TrustDomain trustDomain() {
      return TestAuthority.DOMAIN;
    }

    @Bean
    Refusals refusals(TestController controller) {
      return controller.audit().refusals();
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
