package io.isthmus.agent.desired;

import io.isthmus.southbound.api.v1.ErrorCode;

/** Why a resource cannot be put in force. The key is empty where the set as a whole is at fault. */
public record Problem(String key, ErrorCode code, String message) {

  static Problem invalid(String key, String message) {
    return new Problem(key, ErrorCode.ERROR_CODE_INVALID, message);
  }

  static Problem device(String key, String message) {
    return new Problem(key, ErrorCode.ERROR_CODE_INTERFACE, message);
  }

  static Problem unsupported(String key, String message) {
    return new Problem(key, ErrorCode.ERROR_CODE_UNSUPPORTED, message);
  }

  /** It may be mended at this machine, without another configuration. */
  boolean isAboutMachine() {
    return code == ErrorCode.ERROR_CODE_INTERFACE || code == ErrorCode.ERROR_CODE_UNSUPPORTED;
  }
}
