-- Choices by the number of their pair. Every index that begins with the tenant could also find a
-- pair's newest choice, badly; which one a database takes that has not counted its rows yet is luck.
ALTER TABLE steered_pair
    ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT steered_pair_id_is_unique UNIQUE;

ALTER TABLE choice ADD COLUMN pair integer;
UPDATE choice SET pair = steered_pair.id FROM steered_pair
    WHERE choice.tenant = steered_pair.tenant
    AND choice.traffic_class = steered_pair.traffic_class
    AND choice.source_edge = steered_pair.source_edge
    AND choice.destination_edge = steered_pair.destination_edge;
-- The foreign key is checked now: a table with checks still to come cannot be altered.
SET CONSTRAINTS ALL IMMEDIATE;

DROP INDEX choice_tenant_traffic_class_source_edge_destination_edge_ch_idx;
ALTER TABLE choice
    DROP CONSTRAINT choice_tenant_traffic_class_source_edge_destination_edge_fkey,
    ALTER COLUMN pair SET NOT NULL,
    ADD FOREIGN KEY (pair) REFERENCES steered_pair (id) ON DELETE CASCADE;
CREATE INDEX ON choice (pair, chosen_at, id);
