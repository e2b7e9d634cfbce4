package io.isthmus.db;

/** The rows of every kind of resource. */
record ResourceTables(
    SiteRows sites,
    EdgeRows edges,
    OverlayRows overlays,
    TrafficClassRows trafficClasses,
    ApplicationRows applications,
    EdgeProfileRows profiles) {}
