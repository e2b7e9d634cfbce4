package io.isthmus.domain.topology;

/** Where in the cloud-edge continuum a site is. */
public enum SiteKind {
  CLOUD,
  EDGE,
  FAR_EDGE
}
