-- Who may do what, which devices are edges, and what was done. Secrets are kept as hashes alone.

-- The number of the newest change of an identity. Whoever changes identities, or what leads to them, locks it
-- first: such changes run one at a time, and their numbers grow in the order of commit.
CREATE TABLE trust_ledger (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT trust_ledger_is_one CHECK (singleton),
    change    bigint  NOT NULL CHECK (change >= 0)
);
INSERT INTO trust_ledger (change) VALUES (0);

CREATE DOMAIN sha256_value AS bytea
    CONSTRAINT hash_has_32_bytes CHECK (octet_length(VALUE) = 32);

CREATE TABLE api_token (
    id            uuid        PRIMARY KEY,
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 63),
    secret_sha256 sha256_value      NOT NULL,
    created_by    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz
);

-- Go with their tenant, so that a tenant that comes to have the name is another's.
CREATE TABLE api_token_grant (
    token  uuid          NOT NULL REFERENCES api_token ON DELETE CASCADE,
    place  integer       NOT NULL,
    -- None: all tenants, and what belongs to none.
    tenant resource_name REFERENCES tenant ON DELETE CASCADE,
    role   text          NOT NULL CHECK (role IN ('VIEWER', 'ORCHESTRATOR', 'OPERATOR', 'ADMIN')),
    PRIMARY KEY (token, place)
);
CREATE INDEX ON api_token_grant (tenant);

CREATE TABLE enrollment_token (
    id            uuid          PRIMARY KEY,
    tenant        resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    edge          resource_name,
    site          resource_name,
    approval      text          NOT NULL CHECK (approval IN ('GIVEN', 'NEEDED')),
    uses          integer       NOT NULL CHECK (uses BETWEEN 1 AND 10000),
    used          integer       NOT NULL,
    secret_sha256 sha256_value  NOT NULL,
    created_by    text          NOT NULL,
    created_at    timestamptz   NOT NULL,
    expires_at    timestamptz   NOT NULL,
    withdrawn_at  timestamptz,
    CONSTRAINT token_has_one_target CHECK ((edge IS NULL) <> (site IS NULL)),
    CONSTRAINT token_is_not_overused CHECK (used BETWEEN 0 AND uses)
);
CREATE INDEX ON enrollment_token (tenant, created_at);

-- One use of a token.
CREATE TABLE enrollment_request (
    id            uuid          PRIMARY KEY,
    tenant        resource_name NOT NULL,
    edge          resource_name NOT NULL,
    key_sha256    sha256_value  NOT NULL,
    token         uuid          NOT NULL REFERENCES enrollment_token ON DELETE CASCADE,
    source        text          NOT NULL,
    agent_version text          NOT NULL,
    requested_at  timestamptz   NOT NULL,
    state         text          NOT NULL
        CHECK (state IN ('PENDING', 'APPROVED', 'REJECTED', 'ISSUED', 'LAPSED')),
    decided_by    text,
    decided_at    timestamptz,
    CONSTRAINT request_is_one_use UNIQUE (token, key_sha256),
    CONSTRAINT decision_is_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX ON enrollment_request (tenant, requested_at);

-- Not tied to tenant and edge: what was an edge stays known, so that its certificates stay refused.
CREATE TABLE edge_identity (
    id           uuid          PRIMARY KEY,
    tenant       resource_name NOT NULL,
    edge         resource_name NOT NULL,
    state        text          NOT NULL
        CHECK (state IN ('ACTIVE', 'SUPERSEDED', 'REVOKED', 'REMOVED')),
    -- Newest first: serial in hexadecimal, SHA-256 of the key, end.
    certificates jsonb         NOT NULL,
    enrolled_at  timestamptz   NOT NULL,
    proven_at    timestamptz,
    ended_at     timestamptz,
    reason       text,
    change       bigint        NOT NULL,
    CONSTRAINT identity_end_is_whole CHECK (
        (state = 'ACTIVE') = (ended_at IS NULL) AND (ended_at IS NULL) = (reason IS NULL))
);
CREATE UNIQUE INDEX edge_has_one_identity ON edge_identity (tenant, edge) WHERE state = 'ACTIVE';
CREATE INDEX ON edge_identity (tenant, edge, enrolled_at);
CREATE INDEX ON edge_identity (change);

-- What was done and refused. Parts by month, made ahead and dropped whole when they are too old; nothing else is
-- ever taken away.
CREATE SEQUENCE audit_sequence;

CREATE TABLE audit (
    sequence   bigint        NOT NULL DEFAULT nextval('audit_sequence'),
    time       timestamptz   NOT NULL,
    -- No reference: the log outlives what it tells of.
    tenant     resource_name,
    actor_kind text          NOT NULL
        CHECK (actor_kind IN ('USER', 'TOKEN', 'EDGE', 'SYSTEM', 'UNKNOWN')),
    actor      text          NOT NULL,
    token      uuid,
    source     text,
    action     text          NOT NULL,
    subject    text          NOT NULL,
    outcome    text          NOT NULL CHECK (outcome IN ('DONE', 'REFUSED')),
    reason     text,
    before     jsonb,
    after      jsonb,
    revision   revision,
    count      bigint        NOT NULL CHECK (count > 0)
) PARTITION BY RANGE (time);
CREATE INDEX ON audit (sequence);
CREATE INDEX ON audit (tenant, sequence);
CREATE INDEX ON audit (tenant, subject, sequence);

CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Of the table and of each of its parts, since a statement may name either; also where a session says that it
-- replicates, which turns off triggers of the usual kind.
CREATE PROCEDURE audit_protect(part regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
            FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to()', part);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_is_only_added_to', part);
END
$$;
CALL audit_protect('audit');
