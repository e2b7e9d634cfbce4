package io.isthmus.agent.nft;

import java.io.IOException;

/** nft refused; the message is what it said. */
public final class NftException extends IOException {
  private static final long serialVersionUID = 1L;

  NftException(String message) {
    super(message);
  }
}
