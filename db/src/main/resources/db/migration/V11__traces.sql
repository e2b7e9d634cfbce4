-- Where a change was asked for, as W3C Trace Context writes it, so that whichever controller sends it to an
-- edge, now or after a restart, goes on with its trace. Null where nobody traces.
ALTER TABLE operation ADD COLUMN trace text
    CONSTRAINT trace_is_a_traceparent CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
CREATE INDEX ON operation (revision) WHERE trace IS NOT NULL;
