-- The roots of the built-in certification authority, and which master key secrets are encrypted with.
-- The master key itself lies in a file and is never stored here.

CREATE TABLE master_key (
    only_one boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
    key_id   text        NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE root_certificate (
    generation        integer     PRIMARY KEY CHECK (generation > 0),
    certificate       bytea       NOT NULL,
    -- The same key, signed by the generation before.
    cross_certificate bytea,
    -- Encrypted with the master key. That of an older root is forgotten when its successor comes.
    sealed_key        text,
    created_at        timestamptz NOT NULL,
    -- End of the overlap with the successor.
    retires_at        timestamptz,
    CONSTRAINT first_root_has_no_predecessor CHECK ((generation = 1) = (cross_certificate IS NULL)),
    CONSTRAINT newest_root_alone_signs CHECK ((sealed_key IS NULL) = (retires_at IS NOT NULL)),
    CONSTRAINT root_key_is_sealed CHECK (sealed_key LIKE 'sealed.%')
);
