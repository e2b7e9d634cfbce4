package io.isthmus.db;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history of measurements, on connections beside those of the rest. */
@Configuration(proxyBeanMethods = false)
class TelemetryConfiguration {
  @Bean
  TelemetryPool telemetryPool(
      DataSource dataSource, @Value("${isthmus.telemetry.connections}") int connections) {
    return TelemetryPool.beside(dataSource, connections);
  }

  @Bean
  MeasurementPartitions measurementPartitions(TelemetryPool pool) {
    return new MeasurementPartitions(pool.transactions(), pool.jdbc());
  }

  @Bean
  JdbcMeasurementStore measurementStore(
      TelemetryPool pool,
      MeasurementPartitions partitions,
      Transactions transactions,
      JdbcClient jdbc,
      ObjectProvider<Clock> clock,
      @Value("${isthmus.retention.measurements.seconds}") Duration seconds) {
    return new JdbcMeasurementStore(
        pool,
        new MeasuredPaths(pool.transactions(), pool.jdbc()),
        partitions,
        new MeasurementReader(transactions, jdbc),
        clock.getIfAvailable(Clock::systemUTC),
        seconds);
  }

  @Bean
  MeasurementUpkeep measurementUpkeep(
      TelemetryPool pool,
      MeasurementPartitions partitions,
      ObjectProvider<Clock> clock,
      @Value("${isthmus.retention.measurements.seconds}") Duration seconds,
      @Value("${isthmus.retention.measurements.minutes}") Duration minutes) {
    return new MeasurementUpkeep(
        pool,
        partitions,
        clock.getIfAvailable(Clock::systemUTC),
        new MeasurementUpkeep.Limits(seconds, minutes));
  }
}
