package io.isthmus.agent.wireguard;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Base64;

/**
 * A pair of keys for one WAN link and generation, with the UDP port that it is served on. Not a
 * record, so that the private key is in no text that anybody prints.
 */
public final class Key {

  private final int link;
  private final int generation;
  private final int listenPort;
  private final PublicKey publicKey;
  private final String privateKey;

  Key(int link, int generation, int listenPort, PublicKey publicKey, String privateKey) {
    this.link = link;
    this.generation = generation;
    this.listenPort = listenPort;
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  static Key generate(int link, int generation, int listenPort) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      byte[] secret = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
      return new Key(
          link,
          generation,
          listenPort,
          PublicKey.of(littleEndian(((XECPublicKey) pair.getPublic()).getU())),
          Base64.getEncoder().encodeToString(clamped(secret)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 7748, section 5; done here, so that what {@code wg} shows is what it was given. */
  private static byte[] clamped(byte[] secret) {
    secret[0] &= (byte) 0xf8;
    secret[31] &= 0x7f;
    secret[31] |= 0x40;
    return secret;
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[PublicKey.BYTES];
    for (int i = 0; i < Math.min(big.length, little.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  Key onPort(int port) {
    return new Key(link, generation, port, publicKey, privateKey);
  }

  public int link() {
    return link;
  }

  public int generation() {
    return generation;
  }

  public int listenPort() {
    return listenPort;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  String privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return "key of link " + link + ", generation " + generation + ": " + publicKey;
  }
}
