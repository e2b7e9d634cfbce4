-- What links carry and cost, how they are measured, and how classes are kept on tunnels that keep
-- their objective. What was declared before gets what the domain takes for granted.

-- Each statement is checked at once: a table with checks still to come cannot be altered.
SET CONSTRAINTS ALL IMMEDIATE;

-- Bits per second.
CREATE DOMAIN rate_bps AS bigint
    CONSTRAINT rate_is_in_range CHECK (VALUE BETWEEN 1 AND 10000000000000);

ALTER TABLE wan_link
    ADD COLUMN egress_rate_bps   rate_bps,
    ADD COLUMN ingress_rate_bps  rate_bps,
    ADD COLUMN cost              double precision NOT NULL DEFAULT 0
        CHECK (cost BETWEEN 0 AND 1000000),
    ADD COLUMN probe_interval_ms integer          NOT NULL DEFAULT 100
        CHECK (probe_interval_ms BETWEEN 10 AND 60000),
    ADD COLUMN probe_budget_bps  rate_bps;

CREATE DOMAIN steering_strategy AS text
    CONSTRAINT strategy_is_known CHECK (VALUE IN ('PREFERRED', 'BEST_QUALITY', 'LOWEST_COST',
        'LOAD_BALANCE', 'PREDICTIVE_QUALITY', 'PREDICTIVE_STABLE'));

ALTER TABLE traffic_class
    DROP CONSTRAINT traffic_class_strategy_check,
    ALTER COLUMN strategy TYPE steering_strategy,
    ADD COLUMN mode                text    NOT NULL DEFAULT 'DYNAMIC'
        CHECK (mode IN ('STATIC', 'DYNAMIC')),
    ADD COLUMN when_none_compliant text    NOT NULL DEFAULT 'BEST_AVAILABLE'
        CHECK (when_none_compliant IN ('BEST_AVAILABLE', 'KEEP_CURRENT', 'DROP')),
    ADD COLUMN existing_flows      text    NOT NULL DEFAULT 'MOVE_NOW'
        CHECK (existing_flows IN ('MOVE_NOW', 'STICKY')),
    ADD COLUMN hold_down_ms        integer NOT NULL DEFAULT 30000
        CHECK (hold_down_ms BETWEEN 1000 AND 3600000),
    ADD COLUMN shadow              steering_strategy;

-- A threshold has its windows, and no threshold has none.
ALTER TABLE traffic_class
    ADD COLUMN one_way_delay_ms_enter_window_ms integer,
    ADD COLUMN one_way_delay_ms_exit_window_ms  integer,
    ADD COLUMN rtt_ms_enter_window_ms           integer,
    ADD COLUMN rtt_ms_exit_window_ms            integer,
    ADD COLUMN jitter_ms_enter_window_ms        integer,
    ADD COLUMN jitter_ms_exit_window_ms         integer,
    ADD COLUMN loss_pct_enter_window_ms         integer,
    ADD COLUMN loss_pct_exit_window_ms          integer,
    ADD COLUMN rate_bps_enter_window_ms         integer,
    ADD COLUMN rate_bps_exit_window_ms          integer;

UPDATE traffic_class SET
    one_way_delay_ms_enter_window_ms = CASE WHEN one_way_delay_ms_enter IS NOT NULL THEN 500 END,
    one_way_delay_ms_exit_window_ms = CASE WHEN one_way_delay_ms_enter IS NOT NULL THEN 10000 END,
    rtt_ms_enter_window_ms = CASE WHEN rtt_ms_enter IS NOT NULL THEN 500 END,
    rtt_ms_exit_window_ms = CASE WHEN rtt_ms_enter IS NOT NULL THEN 10000 END,
    jitter_ms_enter_window_ms = CASE WHEN jitter_ms_enter IS NOT NULL THEN 500 END,
    jitter_ms_exit_window_ms = CASE WHEN jitter_ms_enter IS NOT NULL THEN 10000 END,
    loss_pct_enter_window_ms = CASE WHEN loss_pct_enter IS NOT NULL THEN 500 END,
    loss_pct_exit_window_ms = CASE WHEN loss_pct_enter IS NOT NULL THEN 10000 END,
    rate_bps_enter_window_ms = CASE WHEN rate_bps_enter IS NOT NULL THEN 500 END,
    rate_bps_exit_window_ms = CASE WHEN rate_bps_enter IS NOT NULL THEN 10000 END
    WHERE has_sla;

CREATE FUNCTION are_windows(threshold double precision, enter_ms integer, exit_ms integer)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN CASE
        WHEN threshold IS NULL THEN enter_ms IS NULL AND exit_ms IS NULL
        ELSE coalesce(enter_ms, 0) BETWEEN 100 AND 300000
            AND coalesce(exit_ms, 0) BETWEEN 100 AND 300000
    END;

ALTER TABLE traffic_class
    ADD CONSTRAINT one_way_delay_has_windows CHECK (are_windows(one_way_delay_ms_enter,
        one_way_delay_ms_enter_window_ms, one_way_delay_ms_exit_window_ms)),
    ADD CONSTRAINT rtt_has_windows CHECK (are_windows(rtt_ms_enter,
        rtt_ms_enter_window_ms, rtt_ms_exit_window_ms)),
    ADD CONSTRAINT jitter_has_windows CHECK (are_windows(jitter_ms_enter,
        jitter_ms_enter_window_ms, jitter_ms_exit_window_ms)),
    ADD CONSTRAINT loss_has_windows CHECK (are_windows(loss_pct_enter,
        loss_pct_enter_window_ms, loss_pct_exit_window_ms)),
    ADD CONSTRAINT rate_has_windows CHECK (are_windows(rate_bps_enter,
        rate_bps_enter_window_ms, rate_bps_exit_window_ms));

ALTER TABLE steering_decision
    ADD COLUMN hold       text NOT NULL DEFAULT 'PREFER' CHECK (hold IN ('PREFER', 'PIN')),
    ADD COLUMN expires_at timestamptz;

-- As before, but for weights: only one strategy of several uses them.
CREATE OR REPLACE FUNCTION require_whole_class(of_tenant resource_name, of_class resource_name)
    RETURNS void LANGUAGE plpgsql AS $$
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
    IF rule <> 'LOAD_BALANCE' AND weighted THEN
        RAISE EXCEPTION 'traffic class %/% is % and has weights', of_tenant, of_class, rule
            USING ERRCODE = 'check_violation', CONSTRAINT = 'weights_need_load_balance';
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
