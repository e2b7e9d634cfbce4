package io.isthmus.agent.desired;

import io.isthmus.agent.netlink.KernelObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The blocks of a state as they come, and the words that their keys are made of. What was made from
 * the same is taken over from the previous state. Confined to one compilation.
 */
final class Blocks {

  /** Ends the resource's key in a block's key; no key of a resource holds it. */
  static final char AFTER_RESOURCE_KEY = '\n';

  /** Key of the block of the next hop that drops. */
  static final String DROP = "drop";

  /** Part of the block of a tunnel, see {@link #key}. */
  static final String HOP = "hop";

  private final DesiredState previous;
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  Blocks(DesiredState previous) {
    this.previous = previous;
  }

  static String key(String resource, String part) {
    return resource + AFTER_RESOURCE_KEY + part;
  }

  /** Key of the block of a steering's group. */
  static String groupKey(String steeringKey, int slot) {
    return key(steeringKey, "group" + slot);
  }

  /** Whether inputs are as they were decides; the objects are made only where they are not. */
  List<KernelObject> add(String key, Object inputs, Supplier<List<KernelObject>> objects) {
    Block before = previous.blocks().get(key);
    Block block =
        before != null && before.inputs().equals(inputs)
            ? before
            : new Block(inputs, List.copyOf(objects.get()));
    blocks.put(key, block);
    return block.objects();
  }

  /** In the order in which they came. */
  Map<String, Block> all() {
    return blocks;
  }
}
