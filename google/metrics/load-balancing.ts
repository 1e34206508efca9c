/**
 * What load balancers write below `loadbalancing.googleapis.com/`, words apart by spaces
 * (https://cloud.google.com/monitoring/api/metrics_gcp_i_o#gcp-loadbalancing, read in its state of 2026-04-10).
 */
export const LOAD_BALANCING_METRICS = `
  application_lb/backend_latencies application_lb/backend_request_bytes_count application_lb/backend_request_count
  application_lb/backend_response_bytes_count application_lb/request_bytes_count application_lb/request_count
  application_lb/response_bytes_count application_lb/total_latencies https/backend_latencies
  https/backend_request_bytes_count https/backend_request_count https/backend_response_bytes_count
  https/external/regional/backend_latencies https/external/regional/backend_request_bytes_count
  https/external/regional/backend_request_count https/external/regional/backend_response_bytes_count
  https/external/regional/request_bytes_count https/external/regional/request_count
  https/external/regional/response_bytes_count https/external/regional/total_latencies https/frontend_tcp_rtt
  https/internal/backend_latencies https/internal/backend_request_bytes_count https/internal/backend_request_count
  https/internal/backend_response_bytes_count https/internal/request_bytes_count https/internal/request_count
  https/internal/response_bytes_count https/internal/total_latencies https/request_bytes_count https/request_count
  https/response_bytes_count https/total_latencies l3/external/egress_bytes_count l3/external/egress_packets_count
  l3/external/ingress_bytes_count l3/external/ingress_packets_count l3/external/rtt_latencies
  l3/internal/egress_bytes_count l3/internal/egress_packets_count l3/internal/ingress_bytes_count
  l3/internal/ingress_packets_count l3/internal/rtt_latencies l4_proxy/egress_bytes_count l4_proxy/ingress_bytes_count
  l4_proxy/tcp/closed_connections_count l4_proxy/tcp/new_connections_count subnet/proxy_only/addresses
  tcp_ssl_proxy/closed_connections tcp_ssl_proxy/egress_bytes_count tcp_ssl_proxy/frontend_tcp_rtt
  tcp_ssl_proxy/ingress_bytes_count tcp_ssl_proxy/new_connections tcp_ssl_proxy/open_connections`;
