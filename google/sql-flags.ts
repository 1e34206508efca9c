/**
 * Settings of PostgreSQL that Cloud SQL keeps for itself: they are no flags of an instance, and Google answers
 * "Invalid flag" to them (https://cloud.google.com/sql/docs/postgres/flags, whose list of supported flags has none of them).
 */
export const POSTGRES_FLAGS_OF_GOOGLE: readonly string[] = [
  "archive_command",
  "archive_mode",
  "archive_timeout",
  "config_file",
  "data_directory",
  "external_pid_file",
  "fsync",
  "full_page_writes",
  "hba_file",
  "hot_standby",
  "ident_file",
  "listen_addresses",
  "log_directory",
  "log_filename",
  "logging_collector",
  "port",
  "primary_conninfo",
  "restore_command",
  "shared_preload_libraries",
  "ssl",
  "ssl_ca_file",
  "ssl_cert_file",
  "ssl_ciphers",
  "ssl_key_file",
  "superuser_reserved_connections",
  "unix_socket_directories",
  "wal_level",
];

/** Settings that MySQL has under that name, and PostgreSQL has not (https://cloud.google.com/sql/docs/mysql/flags). */
const OF_MYSQL =
  /^(innodb_\w+|binlog_\w+|general_log|slow_query_log|long_query_time|log_output|log_queries_not_using_indexes|sql_mode|local_infile|lower_case_table_names|character_set_server|collation_server|default_time_zone|event_scheduler|explicit_defaults_for_timestamp|group_concat_max_len|max_allowed_packet|net_(read|write)_timeout|optimizer_switch|performance_schema|skip_show_database|tmp_table_size|transaction_isolation|(interactive|wait)_timeout|cloudsql_mysql_audit\w*)$/;

/** Settings that PostgreSQL has under that name, and MySQL has not (https://cloud.google.com/sql/docs/postgres/flags). */
const OF_POSTGRES =
  /^(autovacuum(_\w+)?|cloudsql\.\w+|pgaudit\.\w+|pg_stat_statements\.\w+|auto_explain\.\w+|log_(checkpoints|connections|disconnections|duration|error_verbosity|hostname|lock_waits|min_duration_statement|min_error_statement|min_messages|statement|temp_files)|(maintenance_)?work_mem|shared_buffers|effective_cache_size|max_wal_\w+|random_page_cost|(statement|lock|idle_in_transaction_session)_timeout)$/;

/** Whether a flag is one of the other engine: Google answers "Invalid flag". */
export const isOtherEngines = (version: string, name: string): boolean =>
  (version.startsWith("POSTGRES") && OF_MYSQL.test(name)) || (version.startsWith("MYSQL") && OF_POSTGRES.test(name));
