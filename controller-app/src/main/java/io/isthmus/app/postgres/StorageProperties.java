package io.isthmus.app.postgres;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the controller keeps its files.
 *
 * @param dataDir what must survive: the embedded PostgreSQL and its password
 * @param cacheDir what can be made again at any time: the unpacked PostgreSQL binaries
 */
@ConfigurationProperties("isthmus")
public record StorageProperties(Path dataDir, Path cacheDir) {}
