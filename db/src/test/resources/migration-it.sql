-- With schema-it.sql, an intent as a release stored it that knew thresholds, but no windows.
UPDATE traffic_class SET
    one_way_delay_ms_enter = 1, one_way_delay_ms_exit = 0.5,
    rtt_ms_enter = 2, rtt_ms_exit = 1.5,
    jitter_ms_enter = 3, jitter_ms_exit = 2.5,
    loss_pct_enter = 4, loss_pct_exit = 3.5,
    rate_bps_enter = 5, rate_bps_exit = 5.5
    WHERE name = 'bulk';
