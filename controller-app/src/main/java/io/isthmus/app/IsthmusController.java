package io.isthmus.app;

import io.isthmus.console.ConsoleConfiguration;
import io.isthmus.db.DbConfiguration;
import io.isthmus.southbound.SouthboundConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/**
 * Starts the controller. The adapters below REST are imported by name, so that nothing gets in that
 * merely lies on the class path; REST itself is many small classes, and is scanned for.
 */
@SpringBootApplication(scanBasePackages = {"io.isthmus.app", "io.isthmus.northbound"})
@Import({DbConfiguration.class, SouthboundConfiguration.class, ConsoleConfiguration.class})
public class IsthmusController {

  public static void main(String[] args) {
    SpringApplication.run(IsthmusController.class, args);
  }
}
