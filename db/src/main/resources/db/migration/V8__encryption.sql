-- Which overlays are encrypted, links whose address is not known beforehand, and what the controller
-- has learnt of edges: their public keys, how far a change of keys is, whether they are trusted.

-- Overlays of before are encrypted too: that is what a declaration that says nothing means.
ALTER TABLE overlay
    ADD COLUMN encryption text NOT NULL DEFAULT 'REQUIRED'
        CHECK (encryption IN ('REQUIRED', 'REQUIRED_ON_PUBLIC', 'OFF'));

ALTER TABLE wan_link
    ADD COLUMN mobility text NOT NULL DEFAULT 'FIXED' CHECK (mobility IN ('FIXED', 'ROAMING')),
    ALTER COLUMN address DROP NOT NULL,
    ADD CONSTRAINT fixed_link_has_address CHECK (mobility = 'ROAMING' OR address IS NOT NULL),
    DROP CONSTRAINT wan_link_address_is_unique,
    DROP CONSTRAINT public_address_is_unique,
    DROP CONSTRAINT private_address_is_unique;
-- Behind NAT, addresses are chosen by others.
ALTER TABLE wan_link
    ADD CONSTRAINT wan_link_address_is_unique EXCLUDE (tenant WITH =, edge WITH =, address WITH =)
        WHERE (mobility = 'FIXED') DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT public_address_is_unique EXCLUDE (tenant WITH =, address WITH =)
        WHERE (access = 'PUBLIC' AND mobility = 'FIXED') DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT private_address_is_unique
        EXCLUDE (tenant WITH =, transport WITH =, address WITH =)
        WHERE (access = 'PRIVATE' AND mobility = 'FIXED') DEFERRABLE INITIALLY DEFERRED;

-- Named as the edge that it is of, which is a row of its own since a declaration replaces that.
CREATE TABLE edge_profile (
    tenant            resource_name NOT NULL,
    name              resource_name NOT NULL,
    standing          text          NOT NULL CHECK (standing IN ('ADMITTED', 'REVOKED')),
    wanted_generation integer       NOT NULL CHECK (wanted_generation BETWEEN 1 AND 65535),
    active_generation integer       NOT NULL CHECK (active_generation BETWEEN 1 AND 65535),
    step              text          NOT NULL
        CHECK (step IN ('STABLE', 'OFFERED', 'SWITCHING', 'RETIRING')),
    since             timestamptz   NOT NULL,
    stamp_port        integer       NOT NULL CHECK (stamp_port BETWEEN 1 AND 65535),
    revision          revision      NOT NULL,
    PRIMARY KEY (tenant, name),
    FOREIGN KEY (tenant, name) REFERENCES edge DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT active_generation_was_wanted CHECK (active_generation <= wanted_generation)
);

-- Public keys only: the private ones never leave the edges.
CREATE TABLE edge_key (
    tenant      resource_name NOT NULL,
    edge        resource_name NOT NULL,
    link        integer       NOT NULL CHECK (link BETWEEN 1 AND 255),
    generation  integer       NOT NULL CHECK (generation BETWEEN 1 AND 65535),
    public_key  text          NOT NULL CHECK (octet_length(decode(public_key, 'base64')) = 32),
    listen_port integer       NOT NULL CHECK (listen_port BETWEEN 1 AND 65535),
    PRIMARY KEY (tenant, edge, link, generation),
    FOREIGN KEY (tenant, edge) REFERENCES edge_profile
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT public_key_is_of_one_edge UNIQUE (tenant, public_key) DEFERRABLE INITIALLY DEFERRED
);

-- The same two links may have a path in clear and one that is encrypted. All of before were in clear.
ALTER TABLE measured_path
    ADD COLUMN protection text NOT NULL DEFAULT 'PLAIN'
        CHECK (protection IN ('WIREGUARD', 'PLAIN'));
DO $$
BEGIN
    EXECUTE (
        SELECT format('ALTER TABLE measured_path DROP CONSTRAINT %I', conname) FROM pg_constraint
        WHERE conrelid = 'measured_path'::regclass AND contype = 'u');
END $$;
ALTER TABLE measured_path
    ADD CONSTRAINT measured_path_is_numbered_once
        UNIQUE (tenant, edge, remote_edge, local_wan_link, remote_wan_link, protection);

ALTER TABLE sla_violation
    ADD COLUMN protection text NOT NULL DEFAULT 'PLAIN'
        CHECK (protection IN ('WIREGUARD', 'PLAIN'));
DROP INDEX sla_violation_is_open_once;
CREATE UNIQUE INDEX sla_violation_is_open_once ON sla_violation (tenant, source_edge, traffic_class,
    destination_edge, overlay, local_wan_link, remote_edge, remote_wan_link, protection)
    WHERE ended_at IS NULL;
