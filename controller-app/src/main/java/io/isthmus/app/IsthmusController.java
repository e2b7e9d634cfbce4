package io.isthmus.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the controller. */
@SpringBootApplication(scanBasePackages = "io.isthmus")
public class IsthmusController {

  public static void main(String[] args) {
    SpringApplication.run(IsthmusController.class, args);
  }
}
