-- The intent: what operators declared, as rows that cannot say anything that the domain forbids.
--
-- A change replaces a resource by deleting its row and inserting a new one, and rows of one change
-- come in any order. So whatever several rows must agree on is checked when the change commits:
-- keys that others refer to never change meaning, only the end of the transaction counts.
--
-- Parts of a resource go with it (ON DELETE CASCADE); what merely refers to it forbids its removal
-- (NO ACTION, deferred: RESTRICT could not be).

-- Equality of names beside overlap of prefixes in one exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- A DNS label (RFC 1123).
CREATE DOMAIN resource_name AS text COLLATE "C"
    CONSTRAINT name_is_dns_label CHECK (VALUE ~ '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$');

CREATE DOMAIN interface_name AS text COLLATE "C"
    CONSTRAINT interface_is_linux_name
        CHECK (VALUE ~ '^[A-Za-z0-9._@-]{1,15}$' AND VALUE NOT IN ('.', '..'));

CREATE DOMAIN ip_address AS inet
    CONSTRAINT address_is_single CHECK (masklen(VALUE) = CASE family(VALUE) WHEN 4 THEN 32 ELSE 128 END);

-- An address that one host can have.
CREATE DOMAIN host_address AS ip_address
    CONSTRAINT address_is_of_a_host CHECK (NOT (
        VALUE IN ('0.0.0.0', '255.255.255.255', '::', '::1')
        OR VALUE <<= '127.0.0.0/8' OR VALUE <<= '224.0.0.0/4' OR VALUE <<= 'ff00::/8'));

-- The revision that gave a row its present value.
CREATE DOMAIN revision AS bigint
    CONSTRAINT revision_is_positive CHECK (VALUE > 0);

-- One row: the newest revision, and the last number of each kind that was handed out. Whoever
-- changes the intent locks it first, which is what makes changes run one at a time.
CREATE TABLE intent (
    singleton            boolean  PRIMARY KEY DEFAULT true CONSTRAINT intent_is_one CHECK (singleton),
    revision             revision NOT NULL,
    edge_cursor          integer  NOT NULL CHECK (edge_cursor BETWEEN 0 AND 65535),
    vni_cursor           integer  NOT NULL CHECK (vni_cursor BETWEEN 0 AND 16777215),
    traffic_class_cursor integer  NOT NULL CHECK (traffic_class_cursor BETWEEN 0 AND 32766)
);

CREATE TABLE tenant (
    name     resource_name PRIMARY KEY,
    revision revision      NOT NULL
);

CREATE TABLE site (
    tenant   resource_name NOT NULL REFERENCES tenant DEFERRABLE INITIALLY DEFERRED,
    name     resource_name NOT NULL,
    kind     text          NOT NULL CHECK (kind IN ('CLOUD', 'EDGE', 'FAR_EDGE')),
    revision revision      NOT NULL,
    PRIMARY KEY (tenant, name)
);

CREATE TABLE edge (
    tenant   resource_name NOT NULL REFERENCES tenant DEFERRABLE INITIALLY DEFERRED,
    name     resource_name NOT NULL,
    site     resource_name NOT NULL,
    -- In the whole controller, not only in the tenant.
    number   integer       NOT NULL CHECK (number BETWEEN 1 AND 65535)
        CONSTRAINT edge_number_is_unique UNIQUE DEFERRABLE INITIALLY DEFERRED,
    revision revision      NOT NULL,
    PRIMARY KEY (tenant, name),
    FOREIGN KEY (tenant, site) REFERENCES site DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON edge (tenant, site);

CREATE TABLE wan_link (
    tenant         resource_name  NOT NULL,
    edge           resource_name  NOT NULL,
    name           resource_name  NOT NULL,
    transport      text           NOT NULL CHECK (transport IN (
        'INTERNET', 'BROADBAND', 'FIBER', 'CABLE', 'DSL', 'LTE', 'FIVE_G', 'SATELLITE', 'MPLS',
        'METRO_ETHERNET', 'LEASED_LINE')),
    access         text           NOT NULL CHECK (access IN ('PUBLIC', 'PRIVATE')),
    interface_name interface_name NOT NULL,
    address        host_address   NOT NULL,
    gateway        ip_address     CHECK (family(gateway) = family(address) AND gateway <> address),
    mtu            integer        NOT NULL CHECK (mtu BETWEEN 1400 AND 9216),
    number         integer        NOT NULL CHECK (number BETWEEN 1 AND 255),
    PRIMARY KEY (tenant, edge, name),
    FOREIGN KEY (tenant, edge) REFERENCES edge ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT wan_link_number_is_unique UNIQUE (tenant, edge, number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT wan_link_address_is_unique UNIQUE (tenant, edge, address) DEFERRABLE INITIALLY DEFERRED,
    -- Two links that reach each other never have one address: all public ones do, and private ones
    -- of one transport.
    CONSTRAINT public_address_is_unique EXCLUDE (tenant WITH =, address WITH =)
        WHERE (access = 'PUBLIC') DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT private_address_is_unique EXCLUDE (tenant WITH =, transport WITH =, address WITH =)
        WHERE (access = 'PRIVATE') DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE lan_segment (
    tenant         resource_name  NOT NULL,
    edge           resource_name  NOT NULL,
    name           resource_name  NOT NULL,
    interface_name interface_name NOT NULL,
    gateway        ip_address,
    PRIMARY KEY (tenant, edge, name),
    FOREIGN KEY (tenant, edge) REFERENCES edge ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT lan_interface_is_unique UNIQUE (tenant, edge, interface_name)
        DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE lan_prefix (
    tenant  resource_name NOT NULL,
    edge    resource_name NOT NULL,
    segment resource_name NOT NULL,
    prefix  cidr          NOT NULL
        CONSTRAINT prefix_is_long_enough
            CHECK (masklen(prefix) >= CASE family(prefix) WHEN 4 THEN 8 ELSE 16 END)
        CONSTRAINT prefix_is_routable CHECK (NOT (
            prefix <<= '127.0.0.0/8' OR prefix <<= '169.254.0.0/16' OR prefix <<= '224.0.0.0/4'
            OR prefix <<= '::1' OR prefix <<= 'fe80::/10' OR prefix <<= 'ff00::/8')),
    PRIMARY KEY (tenant, edge, segment, prefix),
    FOREIGN KEY (tenant, edge, segment) REFERENCES lan_segment
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    -- A tenant is one routing domain: an address behind two edges would be reached at random.
    CONSTRAINT prefixes_are_apart EXCLUDE USING gist (tenant WITH =, prefix inet_ops WITH &&)
        DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE overlay (
    tenant   resource_name NOT NULL REFERENCES tenant DEFERRABLE INITIALLY DEFERRED,
    name     resource_name NOT NULL,
    topology text          NOT NULL CHECK (topology IN ('FULL_MESH', 'HUB_AND_SPOKE')),
    vni      integer       NOT NULL CHECK (vni BETWEEN 1 AND 16777215)
        CONSTRAINT vni_is_unique UNIQUE DEFERRABLE INITIALLY DEFERRED,
    revision revision      NOT NULL,
    PRIMARY KEY (tenant, name)
);

-- A hub is a member with a rank, so no hub is ever outside.
CREATE TABLE overlay_edge (
    tenant   resource_name NOT NULL,
    overlay  resource_name NOT NULL,
    edge     resource_name NOT NULL,
    hub_rank integer       CHECK (hub_rank >= 0),
    PRIMARY KEY (tenant, overlay, edge),
    FOREIGN KEY (tenant, overlay) REFERENCES overlay
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, edge) REFERENCES edge DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON overlay_edge (tenant, edge);
CREATE UNIQUE INDEX hub_rank_is_unique ON overlay_edge (tenant, overlay, hub_rank)
    WHERE hub_rank IS NOT NULL;

-- The transports that an overlay may run over; no row stands for all.
CREATE TABLE overlay_transport (
    tenant    resource_name NOT NULL,
    overlay   resource_name NOT NULL,
    transport text          NOT NULL CHECK (transport IN (
        'INTERNET', 'BROADBAND', 'FIBER', 'CABLE', 'DSL', 'LTE', 'FIVE_G', 'SATELLITE', 'MPLS',
        'METRO_ETHERNET', 'LEASED_LINE')),
    PRIMARY KEY (tenant, overlay, transport),
    FOREIGN KEY (tenant, overlay) REFERENCES overlay
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- True for an SLA threshold that is absent or usable. A violation begins at "enter" and ends at
-- "exit", which is on the good side: below, or above where more is better.
CREATE FUNCTION is_threshold(enter double precision, exit double precision,
        highest double precision, most_is_best boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN CASE
        WHEN enter IS NULL OR exit IS NULL THEN enter IS NULL AND exit IS NULL
        ELSE enter >= 0 AND exit >= 0 AND enter <= highest AND exit <= highest
            AND CASE WHEN most_is_best THEN exit >= enter ELSE exit <= enter END
    END;

CREATE TABLE traffic_class (
    tenant                 resource_name    NOT NULL REFERENCES tenant DEFERRABLE INITIALLY DEFERRED,
    name                   resource_name    NOT NULL
        CONSTRAINT name_is_not_reserved CHECK (name <> 'unclassified'),
    -- In the whole controller, not only in the tenant.
    number                 integer          NOT NULL CHECK (number BETWEEN 1 AND 32766)
        CONSTRAINT class_number_is_unique UNIQUE DEFERRABLE INITIALLY DEFERRED,
    role                   text             NOT NULL CHECK (role IN ('NORMAL', 'DEFAULT')),
    strategy               text             NOT NULL CHECK (strategy IN ('PREFERRED', 'LOAD_BALANCE')),
    when_no_path           text             NOT NULL CHECK (when_no_path IN ('FALL_BACK', 'DROP')),
    -- An objective without any threshold is not the same as none.
    has_sla                boolean          NOT NULL,
    one_way_delay_ms_enter double precision,
    one_way_delay_ms_exit  double precision,
    rtt_ms_enter           double precision,
    rtt_ms_exit            double precision,
    jitter_ms_enter        double precision,
    jitter_ms_exit         double precision,
    loss_pct_enter         double precision,
    loss_pct_exit          double precision,
    rate_bps_enter         double precision,
    rate_bps_exit          double precision,
    revision               revision         NOT NULL,
    PRIMARY KEY (tenant, name),
    -- The highest number is also what keeps infinity and NaN out, which compare as higher.
    CONSTRAINT one_way_delay_is_threshold
        CHECK (is_threshold(one_way_delay_ms_enter, one_way_delay_ms_exit, 1.7976931348623157e308, false)),
    CONSTRAINT rtt_is_threshold
        CHECK (is_threshold(rtt_ms_enter, rtt_ms_exit, 1.7976931348623157e308, false)),
    CONSTRAINT jitter_is_threshold
        CHECK (is_threshold(jitter_ms_enter, jitter_ms_exit, 1.7976931348623157e308, false)),
    CONSTRAINT loss_is_threshold
        CHECK (is_threshold(loss_pct_enter, loss_pct_exit, 100, false)),
    CONSTRAINT rate_is_threshold
        CHECK (is_threshold(rate_bps_enter, rate_bps_exit, 1.7976931348623157e308, true)),
    CONSTRAINT thresholds_need_an_sla CHECK (has_sla OR num_nonnulls(
        one_way_delay_ms_enter, rtt_ms_enter, jitter_ms_enter, loss_pct_enter, rate_bps_enter) = 0),
    CONSTRAINT default_class_is_one EXCLUDE (tenant WITH =)
        WHERE (role = 'DEFAULT') DEFERRABLE INITIALLY DEFERRED
);

-- The overlays that may carry a class, in order of preference.
CREATE TABLE traffic_class_overlay (
    tenant        resource_name NOT NULL,
    traffic_class resource_name NOT NULL,
    position      integer       NOT NULL CHECK (position BETWEEN 0 AND 63),
    overlay       resource_name NOT NULL,
    weight        integer       NOT NULL CHECK (weight BETWEEN 1 AND 100),
    PRIMARY KEY (tenant, traffic_class, position),
    CONSTRAINT overlay_is_named_once UNIQUE (tenant, traffic_class, overlay),
    FOREIGN KEY (tenant, traffic_class) REFERENCES traffic_class
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, overlay) REFERENCES overlay DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON traffic_class_overlay (tenant, overlay);

CREATE TABLE application (
    tenant        resource_name NOT NULL REFERENCES tenant DEFERRABLE INITIALLY DEFERRED,
    name          resource_name NOT NULL,
    traffic_class resource_name NOT NULL,
    priority      integer       NOT NULL CHECK (priority BETWEEN 0 AND 65535),
    -- Matches are values of lists of values, without identity, written and read as a whole, and
    -- nothing else in the database refers into them: seven tables of list items would buy nothing.
    matches       jsonb         NOT NULL
        CONSTRAINT matches_are_a_list CHECK (jsonb_typeof(matches) = 'array')
        CONSTRAINT matches_are_some CHECK (
            jsonb_typeof(matches) <> 'array' OR jsonb_array_length(matches) BETWEEN 1 AND 256)
        CONSTRAINT match_has_protocol CHECK (NOT jsonb_path_exists(matches,
            '$[*] ? (!exists(@.protocol ? (@ >= 0 && @ <= 255)))'))
        CONSTRAINT match_has_dscp CHECK (NOT jsonb_path_exists(matches,
            '$[*].dscp[*] ? (!exists(@ ? (@ >= 0 && @ <= 63)))'))
        CONSTRAINT match_has_source_ports CHECK (NOT jsonb_path_exists(matches,
            '$[*].sourcePorts[*] ? (!exists(@ ? (@.first >= 0 && @.last <= 65535 && @.first <= @.last)))'))
        CONSTRAINT match_has_destination_ports CHECK (NOT jsonb_path_exists(matches,
            '$[*].destinationPorts[*] ? (!exists(@ ? (@.first >= 0 && @.last <= 65535 && @.first <= @.last)))')),
    revision      revision      NOT NULL,
    PRIMARY KEY (tenant, name),
    FOREIGN KEY (tenant, traffic_class) REFERENCES traffic_class DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON application (tenant, traffic_class);

-- Every decision that ever was; in force as long as it has not ended. History keeps the names of
-- what may be gone. Only a decision in force refers to what must exist, through the generated
-- columns, which are null otherwise.
CREATE TABLE steering_decision (
    id                   uuid          PRIMARY KEY,
    tenant               resource_name NOT NULL REFERENCES tenant ON DELETE CASCADE,
    traffic_class        resource_name NOT NULL,
    source_edge          resource_name,
    destination_edge     resource_name,
    direction            text          NOT NULL CHECK (direction IN ('BOTH', 'SOURCE_TO_DESTINATION')),
    overlays             jsonb         NOT NULL
        CONSTRAINT overlays_are_a_list CHECK (jsonb_typeof(overlays) = 'array')
        CONSTRAINT overlays_are_some CHECK (
            jsonb_typeof(overlays) <> 'array' OR jsonb_array_length(overlays) > 0)
        CONSTRAINT overlays_have_weights CHECK (NOT jsonb_path_exists(overlays,
            '$[*] ? (!exists(@ ? (@.overlay.type() == "string" && @.weight >= 1 && @.weight <= 100)))')),
    cause                text          NOT NULL CHECK (cause IN ('REQUESTED')),
    reason               text          NOT NULL,
    revision             revision      NOT NULL,
    decided_at           timestamptz   NOT NULL,
    ended_at             timestamptz,
    class_in_force       resource_name
        GENERATED ALWAYS AS (CASE WHEN ended_at IS NULL THEN traffic_class END) STORED,
    source_in_force      resource_name
        GENERATED ALWAYS AS (CASE WHEN ended_at IS NULL THEN source_edge END) STORED,
    destination_in_force resource_name
        GENERATED ALWAYS AS (CASE WHEN ended_at IS NULL THEN destination_edge END) STORED,
    FOREIGN KEY (tenant, class_in_force) REFERENCES traffic_class DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, source_in_force) REFERENCES edge DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, destination_in_force) REFERENCES edge DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON steering_decision (tenant, revision);
CREATE INDEX ON steering_decision (tenant, traffic_class, revision);
CREATE INDEX ON steering_decision (tenant, class_in_force) WHERE class_in_force IS NOT NULL;
CREATE INDEX ON steering_decision (tenant, source_in_force) WHERE source_in_force IS NOT NULL;
CREATE INDEX ON steering_decision (tenant, destination_in_force)
    WHERE destination_in_force IS NOT NULL;

-- What no single row can know is checked by triggers at commit. Each looks at one resource as it
-- then stands, and passes when the resource is gone.

CREATE FUNCTION require_whole_overlay(of_tenant resource_name, of_overlay resource_name) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    shape   text;
    members integer;
    hubs    integer;
BEGIN
    SELECT topology INTO shape FROM overlay WHERE tenant = of_tenant AND name = of_overlay;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*), count(hub_rank) INTO members, hubs
        FROM overlay_edge WHERE tenant = of_tenant AND overlay = of_overlay;
    IF members < 2 THEN
        RAISE EXCEPTION 'overlay %/% has % edges, fewer than two', of_tenant, of_overlay, members
            USING ERRCODE = 'check_violation', CONSTRAINT = 'overlay_has_two_edges';
    END IF;
    IF (shape = 'HUB_AND_SPOKE') <> (hubs > 0) THEN
        RAISE EXCEPTION 'overlay %/% is % with % hubs', of_tenant, of_overlay, shape, hubs
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hubs_fit_topology';
    END IF;
END $$;

CREATE FUNCTION overlay_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_whole_overlay(NEW.tenant, NEW.name);
    RETURN NULL;
END $$;

CREATE FUNCTION overlay_edge_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM require_whole_overlay(OLD.tenant, OLD.overlay);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM require_whole_overlay(NEW.tenant, NEW.overlay);
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER overlay_is_whole AFTER INSERT OR UPDATE ON overlay
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION overlay_changed();
CREATE CONSTRAINT TRIGGER overlay_stays_whole AFTER UPDATE OR DELETE ON overlay_edge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION overlay_edge_changed();
-- A member more breaks nothing unless it is a hub.
CREATE CONSTRAINT TRIGGER overlay_has_hubs_that_fit AFTER INSERT ON overlay_edge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.hub_rank IS NOT NULL)
    EXECUTE FUNCTION overlay_edge_changed();

CREATE FUNCTION require_whole_segment(
        of_tenant resource_name, of_edge resource_name, of_segment resource_name) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    next_hop ip_address;
BEGIN
    SELECT gateway INTO next_hop FROM lan_segment
        WHERE tenant = of_tenant AND edge = of_edge AND name = of_segment;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM lan_prefix
            WHERE tenant = of_tenant AND edge = of_edge AND segment = of_segment) THEN
        RAISE EXCEPTION 'LAN segment %/%/% has no prefix', of_tenant, of_edge, of_segment
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lan_segment_has_prefix';
    END IF;
    IF EXISTS (SELECT FROM lan_prefix
            WHERE tenant = of_tenant AND edge = of_edge AND segment = of_segment
            AND family(prefix) <> family(next_hop)) THEN
        RAISE EXCEPTION 'LAN segment %/%/% has a prefix that % cannot lead to',
            of_tenant, of_edge, of_segment, next_hop
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lan_gateway_is_of_family';
    END IF;
END $$;

CREATE FUNCTION require_separate_interfaces(of_tenant resource_name, of_edge resource_name)
    RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shared interface_name;
BEGIN
    SELECT interface_name INTO shared FROM wan_link JOIN lan_segment USING (tenant, edge, interface_name)
        WHERE tenant = of_tenant AND edge = of_edge LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'interface % of edge %/% is both WAN and LAN', shared, of_tenant, of_edge
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lan_is_not_wan';
    END IF;
END $$;

CREATE FUNCTION lan_segment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_whole_segment(NEW.tenant, NEW.edge, NEW.name);
    PERFORM require_separate_interfaces(NEW.tenant, NEW.edge);
    RETURN NULL;
END $$;

CREATE FUNCTION wan_link_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_separate_interfaces(NEW.tenant, NEW.edge);
    RETURN NULL;
END $$;

CREATE FUNCTION lan_prefix_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_whole_segment(OLD.tenant, OLD.edge, OLD.segment);
    RETURN NULL;
END $$;

-- Looks at its own row only: a segment may have thousands of prefixes.
CREATE FUNCTION lan_prefix_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM lan_segment
            WHERE tenant = NEW.tenant AND edge = NEW.edge AND name = NEW.segment
            AND family(gateway) <> family(NEW.prefix)) THEN
        RAISE EXCEPTION 'LAN segment %/%/% has a gateway that cannot lead to %',
            NEW.tenant, NEW.edge, NEW.segment, NEW.prefix
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lan_gateway_is_of_family';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER lan_segment_is_whole AFTER INSERT OR UPDATE ON lan_segment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lan_segment_changed();
CREATE CONSTRAINT TRIGGER wan_is_not_lan AFTER INSERT OR UPDATE ON wan_link
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wan_link_changed();
CREATE CONSTRAINT TRIGGER lan_segment_stays_whole AFTER UPDATE OR DELETE ON lan_prefix
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lan_prefix_gone();
CREATE CONSTRAINT TRIGGER lan_prefix_is_of_family AFTER INSERT OR UPDATE ON lan_prefix
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lan_prefix_came();

CREATE FUNCTION require_whole_class(of_tenant resource_name, of_class resource_name) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    rule     text;
    overlays integer;
    weighted boolean;
    astray   text;
BEGIN
    SELECT strategy INTO rule FROM traffic_class WHERE tenant = of_tenant AND name = of_class;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*), bool_or(weight <> 1) INTO overlays, weighted
        FROM traffic_class_overlay WHERE tenant = of_tenant AND traffic_class = of_class;
    IF overlays = 0 THEN
        RAISE EXCEPTION 'traffic class %/% names no overlay', of_tenant, of_class
            USING ERRCODE = 'check_violation', CONSTRAINT = 'traffic_class_has_overlay';
    END IF;
    IF rule = 'PREFERRED' AND weighted THEN
        RAISE EXCEPTION 'traffic class %/% is PREFERRED and has weights', of_tenant, of_class
            USING ERRCODE = 'check_violation', CONSTRAINT = 'preferred_has_no_weights';
    END IF;
    SELECT named.overlay INTO astray
        FROM steering_decision d, jsonb_to_recordset(d.overlays) AS named(overlay text)
        WHERE d.tenant = of_tenant AND d.class_in_force = of_class
        AND NOT EXISTS (SELECT FROM traffic_class_overlay c WHERE c.tenant = of_tenant
            AND c.traffic_class = of_class AND c.overlay = named.overlay)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a decision in force sends traffic class %/% to %, which is not its overlay',
            of_tenant, of_class, astray
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays_in_class';
    END IF;
END $$;

CREATE FUNCTION traffic_class_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_whole_class(NEW.tenant, NEW.name);
    RETURN NULL;
END $$;

CREATE FUNCTION traffic_class_overlay_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM require_whole_class(OLD.tenant, OLD.traffic_class);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM require_whole_class(NEW.tenant, NEW.traffic_class);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION decision_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_whole_class(NEW.tenant, NEW.traffic_class);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER traffic_class_is_whole AFTER INSERT OR UPDATE ON traffic_class
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION traffic_class_changed();
CREATE CONSTRAINT TRIGGER traffic_class_stays_whole AFTER UPDATE OR DELETE ON traffic_class_overlay
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION traffic_class_overlay_changed();
-- An overlay more breaks nothing unless it has a weight.
CREATE CONSTRAINT TRIGGER traffic_class_has_weights_that_fit AFTER INSERT ON traffic_class_overlay
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.weight <> 1)
    EXECUTE FUNCTION traffic_class_overlay_changed();
CREATE CONSTRAINT TRIGGER decision_fits_class AFTER INSERT OR UPDATE ON steering_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.ended_at IS NULL)
    EXECUTE FUNCTION decision_changed();

INSERT INTO intent (revision, edge_cursor, vni_cursor, traffic_class_cursor) VALUES (1, 0, 4095, 0);
INSERT INTO tenant (name, revision) VALUES ('default', 1);
