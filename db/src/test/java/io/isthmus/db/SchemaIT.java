package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database refuses by itself, whoever writes to it. */
@StoreTest
class SchemaIT {
  @Autowired IntentStore store;
  @Autowired Transactions transactions;
  @Autowired JdbcClient jdbc;
  @Autowired Stores stores;
  @Autowired PostgresState postgres;

  /** Statements that one transaction runs, and the constraint that keeps it from committing. */
  static Stream<Arguments> refused() {
    return Stream.concat(rows(), windows());
  }

  private static Stream<Arguments> rows() {
    return Stream.of(
        // Names and what they refer to.
        refused("name_is_dns_label", "UPDATE tenant SET name = 'Upper' WHERE name = 'other'"),
        refused("name_is_dns_label", "UPDATE site SET name = '-' || name"),
        refused("name_is_dns_label", "UPDATE site SET name = repeat('a', 64)"),
        refused("name_is_dns_label", "UPDATE site SET name = E'nice\\n'"),
        refused("tenant_pkey", "INSERT INTO tenant VALUES ('other', 1)"),
        refused("intent_pkey", "INSERT INTO intent VALUES (true, 1, 0, 0, 0)"),
        refused("intent_is_one", "INSERT INTO intent VALUES (false, 1, 0, 0, 0)"),
        refused("revision_is_positive", "UPDATE intent SET revision = 0"),
        refused("intent_edge_cursor_check", "UPDATE intent SET edge_cursor = 65536"),
        refused("intent_vni_cursor_check", "UPDATE intent SET vni_cursor = -1"),
        refused(
            "intent_traffic_class_cursor_check", "UPDATE intent SET traffic_class_cursor = 32767"),
        refused("site_tenant_fkey", "INSERT INTO site VALUES ('none', 'a', 'EDGE', 1)"),
        refused("site_tenant_fkey", "DELETE FROM tenant WHERE name = 'default'"),
        refused("site_pkey", "INSERT INTO site VALUES ('default', 'site', 'EDGE', 1)"),
        refused("site_kind_check", "UPDATE site SET kind = 'MOON'"),
        refused("edge_tenant_site_fkey", "DELETE FROM site WHERE tenant = 'default'"),
        refused(
            "edge_tenant_site_fkey",
            "UPDATE edge SET site = 'only-there' WHERE tenant = 'default'"),
        refused("edge_number_check", "UPDATE edge SET number = 0 WHERE name = 'nice'"),
        refused("edge_number_check", "UPDATE edge SET number = 65536 WHERE name = 'nice'"),
        refused("edge_number_is_unique", "UPDATE edge SET number = 1"),

        // WAN links.
        refused(
            "wan_link_tenant_edge_fkey", "UPDATE wan_link SET edge = 'none' WHERE edge = 'rome'"),
        refused("wan_link_transport_check", "UPDATE wan_link SET transport = 'PIGEON'"),
        refused("wan_link_access_check", "UPDATE wan_link SET access = 'SECRET'"),
        refused("interface_is_linux_name", "UPDATE wan_link SET interface_name = 'a b'"),
        refused("interface_is_linux_name", "UPDATE wan_link SET interface_name = '..'"),
        refused("interface_is_linux_name", "UPDATE wan_link SET interface_name = repeat('a', 16)"),
        refused("address_is_single", "UPDATE wan_link SET address = '192.0.2.1/24'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = '127.0.0.1'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = '239.1.1.1'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = '0.0.0.0'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = '255.255.255.255'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = '::'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = '::1'"),
        refused("address_is_of_a_host", "UPDATE wan_link SET address = 'ff02::1'"),
        refused("wan_link_check", "UPDATE wan_link SET gateway = address"),
        refused(
            "wan_link_check", "UPDATE wan_link SET gateway = 'fd00::1' WHERE family(address) = 4"),
        refused("wan_link_mtu_check", "UPDATE wan_link SET mtu = 1399"),
        refused("wan_link_mtu_check", "UPDATE wan_link SET mtu = 9217"),
        refused("wan_link_number_check", "UPDATE wan_link SET number = 0"),
        refused("wan_link_number_check", "UPDATE wan_link SET number = 256"),
        refused("wan_link_number_is_unique", "UPDATE wan_link SET number = 1 WHERE edge = 'nice'"),
        refused(
            "wan_link_address_is_unique",
            "UPDATE wan_link SET address = '198.51.100.1' WHERE edge = 'nice'"),
        refused(
            "public_address_is_unique",
            "UPDATE wan_link SET address = '192.0.2.1', transport = 'LTE' WHERE edge = 'paris' AND name = 'internet'"),
        refused(
            "private_address_is_unique",
            "UPDATE wan_link SET address = '10.99.0.1' WHERE edge = 'paris' AND name = 'mpls'"),
        refused("rate_is_in_range", "UPDATE wan_link SET egress_rate_bps = 0"),
        refused("rate_is_in_range", "UPDATE wan_link SET ingress_rate_bps = 10000000000001"),
        refused("rate_is_in_range", "UPDATE wan_link SET probe_budget_bps = -1"),
        refused("wan_link_cost_check", "UPDATE wan_link SET cost = -0.1"),
        refused("wan_link_cost_check", "UPDATE wan_link SET cost = 1000001"),
        refused("wan_link_cost_check", "UPDATE wan_link SET cost = 'NaN'"),
        refused("wan_link_probe_interval_ms_check", "UPDATE wan_link SET probe_interval_ms = 9"),
        refused(
            "wan_link_probe_interval_ms_check", "UPDATE wan_link SET probe_interval_ms = 60001"),
        refused("wan_link_mobility_check", "UPDATE wan_link SET mobility = 'LOST'"),
        refused("fixed_link_has_address", "UPDATE wan_link SET address = NULL"),

        // What is learnt of edges.
        refused(
            "edge_profile_tenant_name_fkey",
            profileWith(
                "step = 'STABLE'; DELETE FROM edge_key; UPDATE edge_profile SET name = 'none'")),
        refused("edge_profile_standing_check", profileWith("standing = 'LOST'")),
        refused("edge_profile_wanted_generation_check", profileWith("wanted_generation = 65536")),
        refused("edge_profile_active_generation_check", profileWith("active_generation = 0")),
        refused("active_generation_was_wanted", profileWith("active_generation = 3")),
        refused("edge_profile_step_check", profileWith("step = 'LOST'")),
        refused("edge_profile_stamp_port_check", profileWith("stamp_port = 0")),
        refused("edge_key_link_check", keyWith("link = 256")),
        refused("edge_key_generation_check", keyWith("generation = 0")),
        refused("edge_key_public_key_check", keyWith("public_key = 'AAAA'")),
        refused("edge_key_listen_port_check", keyWith("listen_port = 65536")),
        refused("edge_key_tenant_edge_fkey", keyWith("edge = 'rome'")),
        refused(
            "public_key_is_of_one_edge",
            keyWith(
                "link = link; INSERT INTO edge_key SELECT tenant, edge, 2, 1, public_key, 7 FROM edge_key")),

        // LAN segments and prefixes.
        refused(
            "lan_segment_tenant_edge_fkey",
            "INSERT INTO lan_segment VALUES ('default', 'none', 'lan', 'lan0')"),
        refused(
            "lan_interface_is_unique",
            "INSERT INTO lan_segment VALUES ('default', 'nice', 'twin', 'lan0')"),
        refused("lan_is_not_wan", "UPDATE lan_segment SET interface_name = 'wan0'"),
        refused("lan_is_not_wan", "UPDATE wan_link SET interface_name = 'lan0'"),
        refused(
            "lan_segment_has_prefix",
            "INSERT INTO lan_segment VALUES ('default', 'nice', 'bare', 'lan9')"),
        refused("lan_segment_has_prefix", "DELETE FROM lan_prefix"),
        refused("lan_gateway_is_of_family", "UPDATE lan_segment SET gateway = 'fd00::1'"),
        refused(
            "lan_gateway_is_of_family",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', 'fd07::/64')"),
        refused(
            "lan_prefix_tenant_edge_segment_fkey",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'none', '10.77.0.0/16')"),
        refused(
            "prefix_is_long_enough",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '16.0.0.0/7')"),
        refused(
            "prefix_is_long_enough",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', 'fd00::/15')"),
        refused(
            "prefix_is_routable",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '127.1.0.0/16')"),
        refused(
            "prefix_is_routable",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '224.0.0.0/8')"),
        refused(
            "prefix_is_routable",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '169.254.7.0/24')"),
        refused(
            "prefix_is_routable",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', 'fe80::/64')"),
        refused(
            "invalid cidr value",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '10.1.2.3/8')"),
        refused(
            "prefixes_are_apart",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '10.2.9.0/24')"),
        refused(
            "prefixes_are_apart",
            "INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '10.0.0.0/8')"),

        // Overlays.
        refused("vni_is_unique", "UPDATE overlay SET vni = 4096"),
        refused("overlay_vni_check", "UPDATE overlay SET vni = 0 WHERE name = 'mesh'"),
        refused("overlay_vni_check", "UPDATE overlay SET vni = 16777216 WHERE name = 'mesh'"),
        refused(
            "overlay_topology_check", "UPDATE overlay SET topology = 'RING' WHERE name = 'mesh'"),
        refused("overlay_encryption_check", "UPDATE overlay SET encryption = 'SOME'"),
        refused("overlay_edge_tenant_edge_fkey", "DELETE FROM edge WHERE tenant = 'default'"),
        refused(
            "overlay_edge_tenant_edge_fkey",
            "INSERT INTO overlay_edge VALUES ('default', 'mesh', 'only-there')"),
        refused(
            "overlay_edge_tenant_overlay_fkey",
            "INSERT INTO overlay_edge VALUES ('default', 'none', 'nice')"),
        refused("overlay_edge_hub_rank_check", "UPDATE overlay_edge SET hub_rank = -1"),
        refused(
            "hub_rank_is_unique", "UPDATE overlay_edge SET hub_rank = 0 WHERE overlay = 'star'"),
        refused("overlay_has_two_edges", "DELETE FROM overlay_edge WHERE edge = 'nice'"),
        refused(
            "overlay_has_two_edges",
            "INSERT INTO overlay VALUES ('default', 'bare', 'FULL_MESH', 9, 1)"),
        refused(
            "overlay_has_two_edges",
            "UPDATE overlay_edge SET overlay = 'star' WHERE overlay = 'mesh' AND edge = 'rome'"),
        refused("hubs_fit_topology", "UPDATE overlay SET topology = 'FULL_MESH'"),
        refused("hubs_fit_topology", "UPDATE overlay SET topology = 'HUB_AND_SPOKE'"),
        refused("hubs_fit_topology", "UPDATE overlay_edge SET hub_rank = NULL"),
        refused(
            "hubs_fit_topology", "INSERT INTO overlay_edge VALUES ('default', 'mesh', 'paris', 0)"),
        refused(
            "overlay_transport_transport_check",
            "INSERT INTO overlay_transport VALUES ('default', 'mesh', 'internet')"),
        refused(
            "overlay_transport_tenant_overlay_fkey",
            "INSERT INTO overlay_transport VALUES ('default', 'none', 'LTE')"),

        // Traffic classes.
        refused(
            "name_is_not_reserved",
            "UPDATE traffic_class SET name = 'unclassified' WHERE name = 'bulk'"),
        refused("class_number_is_unique", "UPDATE traffic_class SET number = 1"),
        refused(
            "traffic_class_number_check",
            "UPDATE traffic_class SET number = 0 WHERE name = 'voice'"),
        refused(
            "traffic_class_number_check",
            "UPDATE traffic_class SET number = 32767 WHERE name = 'voice'"),
        refused(
            "traffic_class_role_check",
            "UPDATE traffic_class SET role = 'KING' WHERE name = 'voice'"),
        refused(
            "strategy_is_known", "UPDATE traffic_class SET strategy = 'LUCK' WHERE name = 'voice'"),
        refused(
            "traffic_class_when_no_path_check",
            "UPDATE traffic_class SET when_no_path = 'CRY' WHERE name = 'voice'"),
        refused("strategy_is_known", "UPDATE traffic_class SET shadow = 'LUCK'"),
        refused("traffic_class_mode_check", "UPDATE traffic_class SET mode = 'MANIC'"),
        refused(
            "traffic_class_when_none_compliant_check",
            "UPDATE traffic_class SET when_none_compliant = 'CRY'"),
        refused(
            "traffic_class_existing_flows_check",
            "UPDATE traffic_class SET existing_flows = 'CUT'"),
        refused("traffic_class_hold_down_ms_check", "UPDATE traffic_class SET hold_down_ms = 999"),
        refused(
            "traffic_class_hold_down_ms_check", "UPDATE traffic_class SET hold_down_ms = 3600001"),
        refused("default_class_is_one", "UPDATE traffic_class SET role = 'DEFAULT'"),
        refused(
            "one_way_delay_is_threshold",
            "UPDATE traffic_class SET has_sla = true, one_way_delay_ms_enter = 5"
                + ", one_way_delay_ms_enter_window_ms = 500, one_way_delay_ms_exit_window_ms = 500"),
        refused(
            "rtt_is_threshold",
            "UPDATE traffic_class SET has_sla = true, rtt_ms_enter = 5, rtt_ms_exit = 6"
                + ", rtt_ms_enter_window_ms = 500, rtt_ms_exit_window_ms = 500"),
        refused(
            "jitter_is_threshold",
            "UPDATE traffic_class SET has_sla = true, jitter_ms_enter = 5, jitter_ms_exit = -1"
                + ", jitter_ms_enter_window_ms = 500, jitter_ms_exit_window_ms = 500"),
        refused(
            "jitter_is_threshold",
            "UPDATE traffic_class SET has_sla = true, jitter_ms_enter = 'NaN', jitter_ms_exit = 1"
                + ", jitter_ms_enter_window_ms = 500, jitter_ms_exit_window_ms = 500"),
        refused(
            "rtt_is_threshold",
            "UPDATE traffic_class SET has_sla = true, rtt_ms_enter = 'infinity', rtt_ms_exit = 1"
                + ", rtt_ms_enter_window_ms = 500, rtt_ms_exit_window_ms = 500"),
        refused(
            "loss_is_threshold",
            "UPDATE traffic_class SET has_sla = true, loss_pct_enter = 100.1, loss_pct_exit = 1"
                + ", loss_pct_enter_window_ms = 500, loss_pct_exit_window_ms = 500"),
        refused(
            "rate_is_threshold",
            "UPDATE traffic_class SET has_sla = true, rate_bps_enter = 5, rate_bps_exit = 4"
                + ", rate_bps_enter_window_ms = 500, rate_bps_exit_window_ms = 500"),
        refused(
            "thresholds_need_an_sla",
            "UPDATE traffic_class SET has_sla = false, rtt_ms_enter = 5, rtt_ms_exit = 4"
                + ", rtt_ms_enter_window_ms = 500, rtt_ms_exit_window_ms = 500"),
        refused(
            "traffic_class_has_overlay",
            "DELETE FROM traffic_class_overlay WHERE traffic_class = 'bulk'"),
        refused(
            "traffic_class_overlay_tenant_overlay_fkey", "DELETE FROM overlay WHERE name = 'star'"),
        refused(
            "traffic_class_overlay_weight_check", "UPDATE traffic_class_overlay SET weight = 0"),
        refused(
            "traffic_class_overlay_weight_check", "UPDATE traffic_class_overlay SET weight = 101"),
        refused(
            "traffic_class_overlay_position_check",
            "UPDATE traffic_class_overlay SET position = 64"),
        refused(
            "overlay_is_named_once",
            "INSERT INTO traffic_class_overlay VALUES ('default', 'bulk', 9, 'star', 1)"),
        refused("weights_need_load_balance", "UPDATE traffic_class SET strategy = 'PREFERRED'"),
        refused("weights_need_load_balance", "UPDATE traffic_class SET strategy = 'LOWEST_COST'"),
        refused(
            "weights_need_load_balance",
            "INSERT INTO traffic_class_overlay VALUES ('default', 'voice', 9, 'star', 2)"),

        // Applications.
        refused(
            "application_tenant_traffic_class_fkey",
            "UPDATE application SET traffic_class = 'none'"),
        refused(
            "application_tenant_traffic_class_fkey",
            "DELETE FROM traffic_class WHERE name = 'bulk'"),
        refused("application_priority_check", "UPDATE application SET priority = 65536"),
        refused("matches_are_a_list", "UPDATE application SET matches = '{\"protocol\": 6}'"),
        refused("matches_are_some", "UPDATE application SET matches = '[]'"),
        refused("match_has_protocol", "UPDATE application SET matches = '[{}]'"),
        refused("match_has_protocol", "UPDATE application SET matches = '[{\"protocol\": 256}]'"),
        refused(
            "match_has_protocol", "UPDATE application SET matches = '[{\"protocol\": \"tcp\"}]'"),
        refused(
            "match_has_dscp",
            "UPDATE application SET matches = '[{\"protocol\": 0, \"dscp\": [64]}]'"),
        refused(
            "match_has_source_ports",
            "UPDATE application SET matches = '[{\"protocol\": 6, \"sourcePorts\": [{\"first\": 2, \"last\": 1}]}]'"),
        refused(
            "match_has_destination_ports",
            "UPDATE application SET matches = '[{\"protocol\": 6, \"destinationPorts\": [{\"first\": 2, \"last\": 65536}]}]'"),

        // Decisions in force.
        refused(
            "steering_decision_tenant_class_in_force_fkey",
            "UPDATE steering_decision SET traffic_class = 'none'"),
        refused(
            "steering_decision_tenant_source_in_force_fkey",
            "UPDATE steering_decision SET source_edge = 'none'"),
        refused(
            "steering_decision_tenant_destination_in_force_fkey",
            "UPDATE steering_decision SET destination_edge = 'none'"),
        refused(
            "steering_decision_direction_check", "UPDATE steering_decision SET direction = 'UP'"),
        refused("steering_decision_cause_check", "UPDATE steering_decision SET cause = 'WHIM'"),
        refused("steering_decision_hold_check", "UPDATE steering_decision SET hold = 'GLUE'"),
        refused("overlays_are_a_list", "UPDATE steering_decision SET overlays = '{}'"),
        refused("overlays_are_some", "UPDATE steering_decision SET overlays = '[]'"),
        refused(
            "overlays_have_weights",
            "UPDATE steering_decision SET overlays = '[{\"overlay\": \"mesh\", \"weight\": 0}]'"),
        refused(
            "decision_stays_in_class",
            "UPDATE steering_decision SET overlays = '[{\"overlay\": \"star\", \"weight\": 1}]'"),
        refused(
            "decision_stays_in_class",
            "UPDATE traffic_class_overlay SET overlay = 'star' WHERE traffic_class = 'voice'"),

        // Measurements.
        refused(
            "measurement_progress_is_one",
            "INSERT INTO measurement_progress VALUES (false, 'epoch', 'epoch', 'epoch')"),
        refused(
            "only_closed_minutes_are_rolled_up",
            "UPDATE measurement_progress SET rolled_up_to = '2026-01-01', closed_to = 'epoch'"),
        refused(
            "measured_path_protection_check",
            "INSERT INTO measured_path (tenant, edge, local_wan_link, remote_edge, remote_wan_link, protection) VALUES ('default', 'nice', 'lte', 'rome', 'lte', 'SOME')"),

        // What edges tell.
        refused(
            "sla_violation_protection_check",
            violationWith("'RTT_MS'", "now()", "NULL")
                + "; UPDATE sla_violation SET protection = 'SOME'"),
        refused("sla_violation_metric_check", violationWith("'rtt'", "now()", "NULL")),
        refused(
            "violation_begins_before_it_ends",
            violationWith("'RTT_MS'", "now()", "now() - interval '1 s'")),
        refused(
            "sla_violation_is_open_once",
            violationWith("'RTT_MS'", "now()", "NULL")
                + ";"
                + violationWith("'LOSS_PCT'", "now()", "NULL")),
        refused("members_are_a_list", choiceWith("'{}'", "'POLICY'", "'[]'")),
        refused("choice_cause_check", choiceWith("'[]'", "'a whim'", "'[]'")),
        refused("inputs_are_a_list", choiceWith("'[]'", "'POLICY'", "'1'")),
        refused("choice_pair_fkey", choiceWith("'[]'", "'POLICY'", "'[]'")),
        refused(
            "notice_cursor_sequence_check",
            "INSERT INTO notice_cursor VALUES ('default', 'nice', '', now(), -1, now())"),

        // Webhooks.
        refused("webhook_state_check", webhookWith("state = 'LOST'")),
        refused("webhook_generation_check", webhookWith("generation = 0")),
        refused("webhook_done_check", webhookWith("done = -1")),
        refused("webhook_attempts_check", webhookWith("attempts = -1")),
        refused("webhook_failure_is_whole", webhookWith("failed_at = now()")),
        refused("lease_is_whole", webhookWith("leased_until = now()")),
        refused(
            "dead_letter_redelivery_check",
            "INSERT INTO dead_letter VALUES ('default', 'w', 1, 'A', '', now(), '{}', 1, now(), NULL, '', 'SOON')"),
        refused(
            "dead_letter_tenant_webhook_fkey",
            "INSERT INTO dead_letter VALUES ('default', 'w', 1, 'A', '', now(), '{}', 1, now(), NULL, '', 'NONE')"),

        // Trust.
        refused("master_key_only_one_check", "INSERT INTO master_key VALUES (false, 'a')"),
        refused("root_certificate_generation_check", root("0, 'a', 'b', 'sealed.a', now(), NULL")),
        refused("first_root_has_no_predecessor", root("1, 'a', 'b', 'sealed.a', now(), NULL")),
        refused("newest_root_alone_signs", root("1, 'a', NULL, 'sealed.a', now(), now()")),
        refused("root_key_is_sealed", root("1, 'a', NULL, 'clear', now(), NULL")),
        refused("trust_ledger_is_one", "INSERT INTO trust_ledger VALUES (false, 0)"),
        refused("trust_ledger_change_check", "UPDATE trust_ledger SET change = -1"),
        refused("hash_has_32_bytes", apiTokenWith("secret_sha256 = 'secret'")),
        refused("api_token_name_check", apiTokenWith("name = ''")),
        refused(
            "api_token_grant_role_check",
            apiTokenWith("name = 'b'")
                + "; INSERT INTO api_token_grant SELECT id, 0, NULL, 'ROOT' FROM api_token"),
        refused(
            "api_token_grant_tenant_fkey",
            apiTokenWith("name = 'b'")
                + "; INSERT INTO api_token_grant SELECT id, 0, 'none', 'ADMIN' FROM api_token"),
        refused("enrollment_token_approval_check", enrollmentTokenWith("approval = 'MAYBE'")),
        refused("enrollment_token_uses_check", enrollmentTokenWith("uses = 0")),
        refused("token_is_not_overused", enrollmentTokenWith("used = 2")),
        refused("token_has_one_target", enrollmentTokenWith("site = 'site'")),
        refused("token_has_one_target", enrollmentTokenWith("edge = NULL")),
        refused("enrollment_token_tenant_fkey", enrollmentTokenWith("tenant = 'none'")),
        refused("request_is_one_use", requests("'PENDING'", "NULL", 2)),
        refused("enrollment_request_state_check", requests("'LOST'", "NULL", 1)),
        refused("decision_is_whole", requests("'APPROVED'", "'alice'", 1)),
        refused("edge_identity_state_check", identities("'LOST'", "now()", 1)),
        refused("identity_end_is_whole", identities("'ACTIVE'", "now()", 1)),
        refused("identity_end_is_whole", identities("'REVOKED'", "NULL", 1)),
        refused("edge_has_one_identity", identities("'ACTIVE'", "NULL", 2)),
        refused("audit_actor_kind_check", auditWith("'MARTIAN'", "'DONE'", 1)),
        refused("audit_outcome_check", auditWith("'USER'", "'PERHAPS'", 1)),
        refused("audit_count_check", auditWith("'USER'", "'DONE'", 0)),

        // Logs.
        refused(
            "operation_revision_is_unique",
            "INSERT INTO operation VALUES (gen_random_uuid(), 'default', 3, '', now())"),
        refused(
            "operation_tenant_fkey",
            "INSERT INTO operation VALUES (gen_random_uuid(), 'none', 9, '', now())"),
        refused(
            "operation_edge_operation_tenant_revision_fkey",
            "UPDATE operation_edge SET revision = 99"),
        refused("trace_is_a_traceparent", "UPDATE operation SET trace = '00-1-2-01'"),
        refused("operation_edge_state_check", "UPDATE operation_edge SET state = 'LOST'"),
        refused("errors_are_a_list", "UPDATE operation_edge SET state = 'FAILED', errors = '{}'"),
        refused("only_failures_have_errors", "UPDATE operation_edge SET errors = '[{}]'"),
        refused(
            "event_tenant_fkey",
            "INSERT INTO event (tenant, type, subject, time, data) VALUES ('none', 'A', '', now(), '{}')"),
        refused(
            "event_type_check",
            "INSERT INTO event (tenant, type, subject, time, data) VALUES ('default', 'a.b', '', now(), '{}')"),
        refused(
            "event_data_check",
            "INSERT INTO event (tenant, type, subject, time, data) VALUES ('default', 'A', '', now(), '[]')"),
        refused(
            "GENERATED ALWAYS", "INSERT INTO event VALUES (7, 'default', 'A', '', now(), '{}')"),
        refused(
            "idempotency_key_key_check",
            "INSERT INTO idempotency_key VALUES ('default', repeat('k', 1025), '', now())"),
        refused(
            "answer_is_whole",
            "INSERT INTO idempotency_key VALUES ('default', 'k', '', now(), 200)"),
        refused(
            "idempotency_key_status_check",
            "INSERT INTO idempotency_key VALUES ('default', 'k', '', now(), 99, '', '')"));
  }

  /** Of edge nice, with a key. */
  private static String profileWith(String assignment) {
    return """
    INSERT INTO edge_profile VALUES ('default', 'nice', 'ADMITTED', 2, 1, 'STABLE', now(), 862, 1);
    INSERT INTO edge_key
      VALUES ('default', 'nice', 1, 1, encode(decode(repeat('ab', 32), 'hex'), 'base64'), 51820);
    UPDATE edge_profile SET %s
    """
        .formatted(assignment);
  }

  private static String keyWith(String assignment) {
    return profileWith("step = 'OFFERED'; UPDATE edge_key SET " + assignment);
  }

  private static String violationWith(String metric, String beganAt, String endedAt) {
    return """
    INSERT INTO sla_violation VALUES (gen_random_uuid(), 'default', 'voice', 'nice', 'rome',
      'mesh', 'lte', 'rome', 'lte', %s, 1, 1, true, true, %s, %s)
    """
        .formatted(metric, beganAt, endedAt);
  }

  private static String choiceWith(String members, String cause, String inputs) {
    return """
    INSERT INTO choice VALUES (gen_random_uuid(), 'default', 'voice', 'nice', 'rome', %s, %s, '',
      %s, NULL, 1, 0, now(), 0)
    """
        .formatted(members, cause, inputs);
  }

  private static String webhookWith(String assignment) {
    return """
    INSERT INTO webhook (tenant, name, url, event_types, secret, state, generation, done,
      attempts, delivered, failures)
      VALUES ('default', 'w', '', '{}', '', 'ENABLED', 1, 0, 0, 0, 0);
    UPDATE webhook SET %s
    """
        .formatted(assignment);
  }

  /** A threshold has both its windows or, without one, none, and within bounds. */
  private static Stream<Arguments> windows() {
    return Map.of(
            "one_way_delay", "one_way_delay_ms",
            "rtt", "rtt_ms",
            "jitter", "jitter_ms",
            "loss", "loss_pct",
            "rate", "rate_bps")
        .entrySet()
        .stream()
        .flatMap(metric ->
            Stream.of(
                    "UPDATE traffic_class SET %s_exit_window_ms = 500".formatted(metric.getValue()),
                    thresholdWithWindows(metric.getValue(), "500", "NULL"),
                    thresholdWithWindows(metric.getValue(), "99", "500"),
                    thresholdWithWindows(metric.getValue(), "500", "300001"))
                .map(sql -> refused(metric.getKey() + "_has_windows", sql)));
  }

  private static String thresholdWithWindows(String threshold, String enterMs, String exitMs) {
    return """
    UPDATE traffic_class SET has_sla = true, %1$s_enter = 5, %1$s_exit = 5,
      %1$s_enter_window_ms = %2$s, %1$s_exit_window_ms = %3$s
    """
        .formatted(threshold, enterMs, exitMs);
  }

  /** What looks wrong in the middle of a transaction and is right at its end. */
  static Stream<List<String>> accepted() {
    return Stream.of(
        List.of("UPDATE overlay SET vni = 4096 + 4097 - vni WHERE name IN ('mesh', 'star')"),
        List.of("UPDATE edge SET number = number % 3 + 1 WHERE tenant = 'default'"),
        List.of(
            "UPDATE lan_prefix SET prefix = '10.9.0.0/16' WHERE prefix = '10.1.0.0/16'",
            "INSERT INTO lan_prefix VALUES ('default', 'paris', 'lan', '10.1.0.0/16')"),
        List.of(
            "INSERT INTO lan_prefix VALUES ('default', 'paris', 'lan', '10.1.0.0/16')",
            "UPDATE lan_prefix SET prefix = '10.9.0.0/16' WHERE edge = 'nice'"),
        List.of(
            "UPDATE wan_link SET address = '192.0.2.2' WHERE address = '192.0.2.1'",
            "UPDATE wan_link SET address = '192.0.2.1' WHERE edge = 'paris' AND name = 'internet'"),
        List.of("INSERT INTO lan_prefix VALUES ('default', 'nice', 'lan', '10.6.0.0/16')"),
        List.of(
            "UPDATE traffic_class SET role = 'DEFAULT' WHERE name = 'voice'",
            "UPDATE traffic_class SET role = 'NORMAL' WHERE name = 'bulk'"),
        List.of(
            "DELETE FROM edge WHERE name = 'nice'",
            "INSERT INTO edge VALUES ('default', 'nice', 'site', 1, 2)"),
        List.of(
            "UPDATE steering_decision SET ended_at = now()",
            "UPDATE traffic_class_overlay SET overlay = 'star' WHERE traffic_class = 'voice'"),
        List.of("DELETE FROM tenant WHERE name = 'empty'"));
  }

  @BeforeEach
  void declareANetwork() {
    postgres.reset();
    postgres.runScript("schema-it.sql");
    assertThat(store.load().tenants()).containsKey(Name.of("empty"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String constraint, String sql) {
    var before = store.load();

    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> run(List.of(sql)))
        .satisfies(refusal -> assertThat(brokenRule(refusal)).contains(constraint));

    assertThat(store.load()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void accepts(List<String> statements) {
    assertThatCode(() -> run(statements)).doesNotThrowAnyException();
    assertThatCode(store::load).doesNotThrowAnyException();
  }

  @Test
  void everyConstraintIsTried() {
    List<String> tried = refused().map(arguments -> (String) arguments.get()[0]).toList();

    assertThat(
            jdbc.sql(
                    """
                    SELECT conname FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x')
                    AND conrelid::regclass::text <> 'flyway_schema_history'
                    """)
                .query(String.class)
                .list())
        .isNotEmpty()
        .isSubsetOf(tried);
  }

  private void run(List<String> statements) {
    transactions.write(() -> {
      statements.forEach(sql -> jdbc.sql(sql).update());
      return true;
    });
  }

  /** The constraint that the server names; its message where none is broken. */
  private static String brokenRule(DataAccessException refusal) {
    ServerErrorMessage error =
        ((PSQLException) refusal.getMostSpecificCause()).getServerErrorMessage();
    return Objects.requireNonNullElse(error.getConstraint(), error.toString());
  }

  private static String root(String values) {
    return "INSERT INTO root_certificate VALUES (%s)".formatted(values);
  }

  private static String apiTokenWith(String assignment) {
    return """
    INSERT INTO api_token (id, name, secret_sha256, created_by, created_at)
      VALUES (gen_random_uuid(), 'a', sha256('a'), 'alice', now());
    UPDATE api_token SET
    """
        + assignment;
  }

  private static String enrollmentTokenWith(String assignment) {
    return """
    INSERT INTO enrollment_token (id, tenant, edge, approval, uses, used, secret_sha256,
        created_by, created_at, expires_at)
      VALUES (gen_random_uuid(), 'default', 'nice', 'GIVEN', 1, 0, sha256('a'), 'alice', now(),
        now());
    UPDATE enrollment_token SET
    """
        + assignment;
  }

  private static String requests(String state, String decidedBy, int count) {
    return enrollmentTokenWith("used = 0")
        + """
        ; INSERT INTO enrollment_request (id, tenant, edge, key_sha256, token, source,
            agent_version, requested_at, state, decided_by)
          SELECT gen_random_uuid(), 'default', 'nice', sha256('k'), enrollment_token.id, '', '',
            now(), %s, %s
          FROM enrollment_token, generate_series(1, %d)
        """
            .formatted(state, decidedBy, count);
  }

  private static String identities(String state, String endedAt, int count) {
    return """
    INSERT INTO edge_identity (id, tenant, edge, state, certificates, enrolled_at, ended_at,
        reason, change)
      SELECT gen_random_uuid(), 'default', 'nice', %s, '[]', now(), %s, NULL, 1
      FROM generate_series(1, %d)
    """
        .formatted(state, endedAt, count);
  }

  private static String auditWith(String actorKind, String outcome, int count) {
    return """
    CREATE TABLE audit_1970_01 PARTITION OF audit
      FOR VALUES FROM ('1970-01-01Z') TO ('1970-02-01Z');
    INSERT INTO audit (time, actor_kind, actor, action, subject, outcome, count)
      VALUES ('1970-01-01Z', %s, 'a', 'A', 'a', %s, %d)
    """
        .formatted(actorKind, outcome, count);
  }

  private static Arguments refused(String constraint, String sql) {
    return Arguments.of(constraint, sql);
  }
}
