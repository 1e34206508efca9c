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
