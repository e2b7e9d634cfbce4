package io.isthmus.southbound.tls;

import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Fingerprint;
import java.math.BigInteger;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate that a trusted root issued says of an edge.
 *
 * @param key SHA-256 of its SubjectPublicKeyInfo
 * @param issuer whose key signed it
 */
public record EdgeCertificate(
    EdgeKey edge, BigInteger serial, Fingerprint key, Instant notAfter, X500Principal issuer) {}
