-- What becomes of changes: operations with their parts, the log of events, and the answers that
-- repeated requests get. Grows with time and is trimmed by age.

CREATE TABLE operation (
    id         uuid          PRIMARY KEY,
    tenant     resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    revision   revision      NOT NULL,
    summary    text          NOT NULL,
    created_at timestamptz   NOT NULL,
    -- One change is one revision is one operation.
    CONSTRAINT operation_revision_is_unique UNIQUE (tenant, revision),
    UNIQUE (id, tenant, revision)
);
CREATE INDEX ON operation (created_at);

-- Tenant and revision are the operation's own, so that an edge's answer finds its parts in one
-- index; the foreign key keeps them the same. The edge may be gone, its name stays.
CREATE TABLE operation_edge (
    operation  uuid          NOT NULL,
    edge       resource_name NOT NULL,
    tenant     resource_name NOT NULL,
    revision   revision      NOT NULL,
    state      text          NOT NULL CHECK (state IN ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    errors     jsonb         NOT NULL
        CONSTRAINT errors_are_a_list CHECK (jsonb_typeof(errors) = 'array'),
    updated_at timestamptz   NOT NULL,
    PRIMARY KEY (operation, edge),
    FOREIGN KEY (operation, tenant, revision) REFERENCES operation (id, tenant, revision)
        ON DELETE CASCADE,
    CONSTRAINT only_failures_have_errors CHECK (state = 'FAILED' OR errors = '[]')
);
CREATE INDEX ON operation_edge (tenant, edge, revision) WHERE state IN ('PENDING', 'FAILED');
CREATE INDEX ON operation_edge (operation) WHERE state = 'PENDING';

-- Sequences are taken under a lock that lasts to the commit, so they grow in the order of commit.
-- A type is not checked against a list: the log outlives releases, and newer ones add types.
CREATE TABLE event (
    sequence bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant   resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    type     text          NOT NULL CHECK (type ~ '^[A-Z_]+$'),
    subject  text          NOT NULL,
    time     timestamptz   NOT NULL,
    data     jsonb         NOT NULL CHECK (jsonb_typeof(data) = 'object')
);
CREATE INDEX ON event (tenant, sequence);

-- No foreign key: a key may be reserved for a tenant that does not exist, to be told just that.
CREATE TABLE idempotency_key (
    tenant      resource_name NOT NULL,
    key         text          COLLATE "C" NOT NULL CHECK (octet_length(key) <= 1024),
    fingerprint text          NOT NULL,
    reserved_at timestamptz   NOT NULL,
    status      integer       CHECK (status BETWEEN 100 AND 599),
    headers     text,
    body        text,
    PRIMARY KEY (tenant, key),
    CONSTRAINT answer_is_whole CHECK (num_nonnulls(status, headers, body) IN (0, 3))
);
CREATE INDEX ON idempotency_key (reserved_at);
