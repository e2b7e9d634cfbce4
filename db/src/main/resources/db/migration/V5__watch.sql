-- What edges tell of objectives and of what carries classes, and how far their notices are recorded.
-- Names are those of the time; what they name may be gone.

CREATE TABLE sla_violation (
    id               uuid             PRIMARY KEY,
    tenant           resource_name    NOT NULL REFERENCES tenant ON DELETE CASCADE,
    traffic_class    resource_name    NOT NULL,
    source_edge      resource_name    NOT NULL,
    destination_edge resource_name    NOT NULL,
    overlay          resource_name    NOT NULL,
    local_wan_link   resource_name    NOT NULL,
    remote_edge      resource_name    NOT NULL,
    remote_wan_link  resource_name    NOT NULL,
    metric           text             NOT NULL CHECK (metric ~ '^[A-Z_]+$'),
    value            double precision NOT NULL,
    threshold        double precision NOT NULL,
    carrying         boolean          NOT NULL,
    half_rtt         boolean          NOT NULL,
    began_at         timestamptz      NOT NULL,
    ended_at         timestamptz,
    CONSTRAINT violation_begins_before_it_ends CHECK (ended_at >= began_at)
);
-- One that is open is the only one of its tunnel, class and destination.
CREATE UNIQUE INDEX sla_violation_is_open_once ON sla_violation (tenant, source_edge, traffic_class,
    destination_edge, overlay, local_wan_link, remote_edge, remote_wan_link) WHERE ended_at IS NULL;
CREATE INDEX ON sla_violation (tenant, began_at, id);
CREATE INDEX ON sla_violation (tenant, traffic_class, began_at, id);
CREATE INDEX ON sla_violation (ended_at) WHERE ended_at IS NOT NULL;

-- Times in microseconds.
CREATE TABLE sla_compliance (
    tenant          resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    traffic_class   resource_name NOT NULL,
    day             date          NOT NULL,
    measured        bigint        NOT NULL,
    violated        bigint        NOT NULL,
    shadow_violated bigint        NOT NULL,
    shadow_moves    bigint        NOT NULL,
    PRIMARY KEY (tenant, traffic_class, day)
);

-- Everything that ever was chosen for, so that what carried it is found without looking for it.
CREATE TABLE steered_pair (
    tenant           resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    traffic_class    resource_name NOT NULL,
    source_edge      resource_name NOT NULL,
    destination_edge resource_name NOT NULL,
    PRIMARY KEY (tenant, traffic_class, source_edge, destination_edge)
);

CREATE TABLE choice (
    id               uuid          PRIMARY KEY,
    tenant           resource_name NOT NULL,
    traffic_class    resource_name NOT NULL,
    source_edge      resource_name NOT NULL,
    destination_edge resource_name NOT NULL,
    members          jsonb         NOT NULL
        CONSTRAINT members_are_a_list CHECK (jsonb_typeof(members) = 'array'),
    cause            text          NOT NULL CHECK (cause ~ '^[A-Z_]+$'),
    reason           text          NOT NULL,
    inputs           jsonb         NOT NULL
        CONSTRAINT inputs_are_a_list CHECK (jsonb_typeof(inputs) = 'array'),
    decision         uuid,
    revision         bigint        NOT NULL,
    -- Microseconds.
    reaction         bigint        NOT NULL,
    chosen_at        timestamptz   NOT NULL,
    FOREIGN KEY (tenant, traffic_class, source_edge, destination_edge) REFERENCES steered_pair
        ON DELETE CASCADE
);
CREATE INDEX ON choice (tenant, traffic_class, source_edge, destination_edge, chosen_at, id);
CREATE INDEX ON choice (tenant, chosen_at, id);
CREATE INDEX ON choice (tenant, traffic_class, chosen_at, id);
CREATE INDEX ON choice (tenant, source_edge, chosen_at, id);
CREATE INDEX ON choice (tenant, destination_edge, chosen_at, id);
CREATE INDEX ON choice (chosen_at);

CREATE TABLE notice_cursor (
    tenant    resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    edge      resource_name NOT NULL,
    boot_id   text          NOT NULL,
    booted_at timestamptz   NOT NULL,
    sequence  bigint        NOT NULL CHECK (sequence >= 0),
    newest    timestamptz   NOT NULL,
    PRIMARY KEY (tenant, edge)
);
