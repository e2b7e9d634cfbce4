package io.isthmus.db;

import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.PublicKey;
import jakarta.persistence.Embeddable;

@Embeddable
record LinkKeyRow(int link, int generation, String publicKey, int listenPort) {
  static LinkKeyRow of(LinkKey key) {
    return new LinkKeyRow(key.link(), key.generation(), key.key().base64(), key.listenPort());
  }

  LinkKey key() {
    return new LinkKey(link, generation, new PublicKey(publicKey), listenPort);
  }
}
