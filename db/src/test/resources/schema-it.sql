-- A small network that uses every table, for the tests of what the tables refuse.
BEGIN;
INSERT INTO tenant VALUES ('other', 1), ('empty', 1);
INSERT INTO site VALUES ('default', 'site', 'EDGE', 1), ('other', 'only-there', 'EDGE', 1);
INSERT INTO edge VALUES
    ('default', 'nice', 'site', 1, 1), ('default', 'paris', 'site', 2, 1),
    ('default', 'rome', 'site', 3, 1), ('other', 'only-there', 'only-there', 4, 1);
INSERT INTO wan_link VALUES
    ('default', 'nice', 'internet', 'INTERNET', 'PUBLIC', 'wan0', '192.0.2.1', '192.0.2.254', 1500, 1),
    ('default', 'nice', 'mpls', 'MPLS', 'PRIVATE', 'wan1', '10.99.0.1', NULL, 1500, 2),
    ('default', 'paris', 'internet', 'INTERNET', 'PUBLIC', 'wan0', '192.0.2.2', '192.0.2.254', 1500, 1),
    ('default', 'paris', 'mpls', 'MPLS', 'PRIVATE', 'wan1', '10.99.0.2', NULL, 1500, 2),
    -- The same again where it is no contradiction: another tenant, another transport.
    ('other', 'only-there', 'internet', 'INTERNET', 'PUBLIC', 'wan0', '192.0.2.1', NULL, 1500, 1),
    ('default', 'rome', 'leased', 'LEASED_LINE', 'PRIVATE', 'wan0', '10.99.0.1', NULL, 1500, 1);
INSERT INTO lan_segment VALUES
    ('default', 'nice', 'lan', 'lan0', '10.1.0.1'), ('default', 'paris', 'lan', 'lan0', '10.2.0.1'),
    ('other', 'only-there', 'lan', 'lan0', NULL);
INSERT INTO lan_prefix VALUES
    ('default', 'nice', 'lan', '10.1.0.0/16'), ('default', 'paris', 'lan', '10.2.0.0/16'),
    ('other', 'only-there', 'lan', '10.1.0.0/16'), ('other', 'only-there', 'lan', 'fd00::/64');
INSERT INTO overlay VALUES
    ('default', 'mesh', 'FULL_MESH', 4096, 1), ('default', 'star', 'HUB_AND_SPOKE', 4097, 1);
INSERT INTO overlay_edge VALUES
    ('default', 'mesh', 'nice', NULL), ('default', 'mesh', 'rome', NULL),
    ('default', 'star', 'nice', 0), ('default', 'star', 'paris', NULL);
INSERT INTO overlay_transport VALUES ('default', 'mesh', 'INTERNET');
INSERT INTO traffic_class (tenant, name, number, role, strategy, when_no_path, has_sla, revision) VALUES
    ('default', 'voice', 1, 'NORMAL', 'PREFERRED', 'DROP', false, 1),
    ('default', 'bulk', 2, 'DEFAULT', 'LOAD_BALANCE', 'FALL_BACK', true, 1);
INSERT INTO traffic_class_overlay VALUES
    ('default', 'voice', 0, 'mesh', 1), ('default', 'bulk', 0, 'star', 30);
INSERT INTO application VALUES ('default', 'backup', 'bulk', 1000, '[{
    "protocol": 6, "sourcePrefixes": [], "destinationPrefixes": [], "sourcePorts": [],
    "destinationPorts": [{"first": 80, "last": 80}], "dscp": [46]}]', 1);
INSERT INTO steering_decision
    (id, tenant, traffic_class, source_edge, destination_edge, direction, overlays, cause, reason,
     revision, decided_at) VALUES
    ('0b51c1d5-5b0a-4c0c-9d37-1d6d5b2b7a11', 'default', 'voice', 'nice', 'rome', 'BOTH',
     '[{"overlay": "mesh", "weight": 7}]', 'REQUESTED', '', 1, now());
INSERT INTO operation VALUES ('f1a3d2c4-9a55-4a55-8e0e-0a2f61b0f6b3', 'default', 3, '', now());
INSERT INTO operation_edge VALUES
    ('f1a3d2c4-9a55-4a55-8e0e-0a2f61b0f6b3', 'nice', 'default', 3, 'PENDING', '[]', now());
COMMIT;
