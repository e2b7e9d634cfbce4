-- What edges measured of their paths: by the second for hours, by the minute for days. Both tables
-- are parts by time, made ahead and dropped whole, and written by COPY. They carry no checks: every
-- row passes the domain's values, and there are very many.

-- A path as its local edge sees it, under a number that keeps the rows small. Goes with its tenant;
-- rows of a number that is gone are nobody's and go with their part.
CREATE TABLE measured_path (
    id              integer       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant          resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    edge            resource_name NOT NULL,
    local_wan_link  resource_name NOT NULL,
    remote_edge     resource_name NOT NULL,
    remote_wan_link resource_name NOT NULL,
    UNIQUE (tenant, edge, remote_edge, local_wan_link, remote_wan_link)
);

-- Wide columns first, so that nothing is lost to alignment. A count that is null is 0, and takes no
-- room; so does a delay that was not measured.
CREATE TABLE measurement_second (
    "begin"             timestamptz NOT NULL,
    link_tx_bps         bigint      NOT NULL,
    link_rx_bps         bigint      NOT NULL,
    path                integer     NOT NULL,
    length_ms           integer     NOT NULL,
    sent                integer     NOT NULL,
    lost_forward        integer,
    lost_backward       integer,
    lost_unknown        integer,
    duplicated          integer,
    reordered           integer,
    rtt_min_ms          real,
    rtt_mean_ms         real,
    rtt_max_ms          real,
    forward_min_ms      real,
    forward_mean_ms     real,
    forward_max_ms      real,
    backward_min_ms     real,
    backward_mean_ms    real,
    backward_max_ms     real,
    jitter_forward_ms   real,
    jitter_backward_ms  real,
    -- The first letter of UNKNOWN, UP, DOWN, REMOTE_SILENT, but N for UNKNOWN.
    state               "char"      NOT NULL,
    rtt_sketch          bytea,
    PRIMARY KEY (path, "begin")
) PARTITION BY RANGE ("begin");

CREATE TABLE measurement_minute (
    LIKE measurement_second,
    PRIMARY KEY (path, "begin")
) PARTITION BY RANGE ("begin");

-- How far minutes are made of seconds. A writer of seconds holds a lock with others from looking
-- here to its commit; closed_to is moved under the same lock held alone. So whoever writes into a
-- closed minute knows it, and says so in measurement_late; and all that others wrote is there.
CREATE TABLE measurement_progress (
    singleton    boolean     PRIMARY KEY DEFAULT true
        CONSTRAINT measurement_progress_is_one CHECK (singleton),
    -- Begin of the first minute that is still open.
    closed_to    timestamptz NOT NULL,
    -- Begin of the first minute that is only there as seconds.
    rolled_up_to timestamptz NOT NULL,
    -- What is older was dropped, and must not come again: a minute would be made of the rest.
    seconds_from timestamptz NOT NULL,
    CONSTRAINT only_closed_minutes_are_rolled_up CHECK (rolled_up_to <= closed_to)
);
INSERT INTO measurement_progress (closed_to, rolled_up_to, seconds_from)
    VALUES ('1970-01-01Z', '1970-01-01Z', '1970-01-01Z');

-- Minutes to be made again. May name one twice: writers wait for nobody.
CREATE TABLE measurement_late (
    minute timestamptz NOT NULL
);
