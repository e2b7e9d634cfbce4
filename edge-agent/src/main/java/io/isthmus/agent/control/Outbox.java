package io.isthmus.agent.control;

import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.ClassWindow;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathWindow;
import io.isthmus.southbound.api.v1.SlaChanged;

/**
 * Where the parts of the agent leave what the controller is to know. Any thread may call it; no
 * call blocks. Notices are kept until the controller has them, with or without a session; windows
 * are dropped, oldest first, when nobody takes them.
 */
public interface Outbox {

  /**
   * @param atMicros when it happened, microseconds since 1970
   */
  void notice(long atMicros, PathChanged change);

  void notice(long atMicros, SlaChanged change);

  void notice(long atMicros, Chosen choice);

  void window(PathWindow window);

  void window(ClassWindow window);
}
