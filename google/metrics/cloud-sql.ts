/** Of every engine. */
const OF_ANY = `
  active_directory/domain_reachable active_directory/instance_available auto_failover_request_count
  available_for_failover cpu/reserved_cores cpu/usage_time cpu/utilization data_cache/bytes_used data_cache/quota
  disk/bytes_used disk/bytes_used_by_data_type disk/provisioning/iops disk/provisioning/throughput disk/quota
  disk/read_bytes_count disk/read_ops_count disk/utilization disk/write_bytes_count disk/write_ops_count
  instance_state memory/components memory/quota memory/total_usage memory/usage memory/utilization
  network/connection_attempt_count network/connections network/received_bytes_count network/sent_bytes_count
  replication/log_archive_failure_count replication/log_archive_success_count replication/network_lag
  replication/replica_lag replication/state state swap/bytes_used swap/pages_swapped_in_count
  swap/pages_swapped_out_count up uptime`;

/** Below `mysql/`. */
const OF_MYSQL = `
  aborted_clients_count aborted_connects_count conn_pool/avg_wait_time conn_pool/pending_connections conn_pool/threads
  connections_count ddl_operations_count dml_operations_count external_sync/replica_lag handler_operations_count
  innodb/active_transactions innodb/active_trx_longest_time innodb/active_trx_rows_locked
  innodb/active_trx_rows_modified innodb/active_trx_total_time innodb/adaptive_hash_operation_count
  innodb/ahi_search_count innodb/buffer_flush_sync_waits_count innodb/buffer_pool_pages
  innodb/buffer_pool_read_requests_count innodb/buffer_pool_reads_count innodb/buffer_pool_write_requests_count
  innodb/data_cache/cache_hit_count innodb/data_cache/cache_miss_count innodb/data_cache/pages
  innodb/data_fsyncs_count innodb/data_pending_fsyncs innodb/data_pending_reads innodb/data_pending_writes
  innodb/deadlocks_count innodb/dictionary_memory innodb/history_list_length innodb/ibuf_merge_operation_count
  innodb/ibuf_merges_count innodb/innodb_log_waits_count innodb/lock_timeout_count innodb/lsn
  innodb/operation_disk_io_count innodb/os_log_fsyncs_count innodb/os_log_pending_fsyncs innodb/os_log_pending_writes
  innodb/pages_read_count innodb/pages_written_count innodb/row_lock_time innodb/row_lock_waits_count
  innodb/row_operations_count innodb_buffer_pool_pages_dirty innodb_buffer_pool_pages_free
  innodb_buffer_pool_pages_total innodb_data_fsyncs innodb_os_log_fsyncs innodb_pages_read innodb_pages_written
  max_connections memory/by_code_area memory/by_event memory/global open_table_definitions open_tables
  opened_table_count opened_table_definitions_count queries questions received_bytes_count
  replication/available_for_failover replication/last_io_errno replication/last_sql_errno
  replication/seconds_behind_master replication/slave_io_running replication/slave_io_running_state
  replication/slave_sql_running replication/slave_sql_running_state sent_bytes_count slow_queries_count
  thread_cache_size thread_state threads threads_created_count tmp_disk_tables_created_count tmp_files_created_count
  tmp_tables_created_count`;

/** Below `postgresql/`. */
const OF_POSTGRESQL = `
  backends_in_wait blocks_read_count checkpoint_count data_cache/hit_count data_cache/hit_ratio data_cache/miss_count
  deadlock_count disk/read_bytes_count disk/write_bytes_count external_sync/initial_sync_complete
  external_sync/max_replica_byte_lag insights/aggregate/execution_time insights/aggregate/io_time
  insights/aggregate/latencies insights/aggregate/lock_time insights/aggregate/row_count
  insights/aggregate/shared_blk_access_count insights/perquery/execution_time insights/perquery/io_time
  insights/perquery/latencies insights/perquery/lock_time insights/perquery/row_count
  insights/perquery/shared_blk_access_count insights/pertag/execution_time insights/pertag/io_time
  insights/pertag/latencies insights/pertag/lock_time insights/pertag/row_count
  insights/pertag/shared_blk_access_count new_connection_count num_backends num_backends_by_application
  num_backends_by_state replication/replica_byte_lag statements_executed_count temp_bytes_written_count
  temp_files_written_count transaction_count transaction_id_count transaction_id_utilization tuple_size
  tuples_fetched_count tuples_processed_count tuples_returned_count vacuum/oldest_transaction_age
  write_ahead_log/flushed_bytes_count write_ahead_log/inserted_bytes_count write_ahead_log/redo_size
  write_ahead_log/written_bytes_count`;

/** Below `sqlserver/`. */
const OF_SQL_SERVER = `
  audits_size audits_upload_count connections/connection_reset_count connections/login_attempt_count
  connections/logout_count connections/processes_blocked data_cache/hit_count data_cache/hit_ratio
  data_cache/miss_count databases memory/buffer_cache_hit_ratio memory/checkpoint_page_count
  memory/free_list_stall_count memory/lazy_write_count memory/memory_grants_pending memory/page_life_expectancy
  memory/page_operation_count replication/bytes_sent_to_replica_count replication/log_apply_pending_queue
  replication/log_bytes_received_count replication/recovery_queue replication/redone_bytes_count
  replication/resent_message_count schedulers/active_workers schedulers/by_status schedulers/current_tasks
  schedulers/current_workers schedulers/pending_disk_io schedulers/runnable_tasks schedulers/work_queue
  server_principals sql_agent/jobs transactions/batch_request_count transactions/deadlock_count
  transactions/forwarded_record_count transactions/full_scan_count transactions/lock_wait_count
  transactions/lock_wait_time transactions/log_bytes_flushed_count transactions/page_split_count
  transactions/probe_scan_count transactions/sql_compilation_count transactions/sql_recompilation_count
  transactions/transaction_count xevents_size xevents_upload_count`;

const below = (engine: string, names: string): readonly string[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => engine + name);

/**
 * What Cloud SQL writes below `cloudsql.googleapis.com/database/`, words apart by spaces
 * (https://cloud.google.com/sql/docs/postgres/admin-api/metrics, generated on 2026-04-10).
 */
export const CLOUD_SQL_METRICS = [
  ...below("", OF_ANY),
  ...below("mysql/", OF_MYSQL),
  ...below("postgresql/", OF_POSTGRESQL),
  ...below("sqlserver/", OF_SQL_SERVER),
].join(" ");
