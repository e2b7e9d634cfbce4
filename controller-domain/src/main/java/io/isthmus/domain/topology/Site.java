package io.isthmus.domain.topology;

import io.isthmus.domain.net.Name;

/** A node of the continuum: a cloud, an edge or a far edge that hosts microservices. */
public record Site(Name name, SiteKind kind) {}
