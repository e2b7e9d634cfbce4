package io.isthmus.lab.network;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a lab: every namespace and interface of it in the root namespace begins with it, so
 * that labs of different names run side by side.
 */
public record LabName(String value) {
  private static final Pattern VALID = Pattern.compile("[a-z][-a-z0-9]{0,13}");

  /** The lab that commands mean when none is named. */
  public static final LabName USUAL = new LabName("isthmus");

  public LabName {
    if (!VALID.matcher(value).matches()) {
      throw new LabFailure(
          "'%s' is no name for a lab: use 1-14 lower-case letters, digits and hyphens"
              .formatted(value));
    }
  }

  public Namespace edge(String edge) {
    return new Namespace(value + "-edge-" + edge);
  }

  /** The LAN host behind an edge. */
  public Namespace host(String edge) {
    return new Namespace(value + "-host-" + edge);
  }

  public Namespace underlay(String transport) {
    return new Namespace(value + "-underlay-" + transport);
  }

  public Namespace management() {
    return new Namespace(value + "-mgmt");
  }

  /** The controller's end of the management network, in the root namespace. */
  public String managementInterface() {
    return value + "0";
  }

  /** The namespaces of this lab that exist. */
  public List<Namespace> namespaces() {
    Pattern own = Pattern.compile(Pattern.quote(value) + "-((edge|host|underlay)-.+|mgmt)");
    return Namespace.list(name -> own.matcher(name).matches());
  }

  @Override
  public String toString() {
    return value;
  }
}
