-- Where events are delivered, how far each receiver got, and what could not be delivered.

CREATE TABLE webhook (
    tenant          resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    name            resource_name NOT NULL,
    url             text          NOT NULL,
    -- None: all, also those that come to be.
    event_types     text[]        NOT NULL,
    secret          text          NOT NULL,
    state           text          NOT NULL CHECK (state IN ('ENABLED', 'DISABLED', 'GONE')),
    generation      bigint        NOT NULL CHECK (generation > 0),
    done            bigint        NOT NULL CHECK (done >= 0),
    attempts        integer       NOT NULL CHECK (attempts >= 0),
    next_attempt_at timestamptz,
    last_success_at timestamptz,
    failed_at       timestamptz,
    failure_status  integer,
    failure_answer  text,
    delivered       bigint        NOT NULL,
    failures        bigint        NOT NULL,
    lease_owner     uuid,
    leased_until    timestamptz,
    PRIMARY KEY (tenant, name),
    CONSTRAINT webhook_failure_is_whole CHECK ((failed_at IS NULL) = (failure_answer IS NULL)),
    CONSTRAINT lease_is_whole CHECK ((lease_owner IS NULL) = (leased_until IS NULL))
);

-- With a copy of the event, which the log may have dropped.
CREATE TABLE dead_letter (
    tenant         resource_name NOT NULL,
    webhook        resource_name NOT NULL,
    sequence       bigint        NOT NULL,
    type           text          NOT NULL,
    subject        text          NOT NULL,
    time           timestamptz   NOT NULL,
    data           jsonb         NOT NULL,
    attempts       integer       NOT NULL,
    failed_at      timestamptz   NOT NULL,
    failure_status integer,
    failure_answer text          NOT NULL,
    redelivery     text          NOT NULL CHECK (redelivery IN ('NONE', 'REQUESTED')),
    PRIMARY KEY (tenant, webhook, sequence),
    FOREIGN KEY (tenant, webhook) REFERENCES webhook ON DELETE CASCADE
);
CREATE INDEX ON dead_letter (tenant, webhook, sequence) WHERE redelivery = 'REQUESTED';
