/**
 * Monitored resources of Google's (https://cloud.google.com/monitoring/api/resources, read until 2026-11-29): those that alerts
 * of serverless products, networks, databases and machines name. Kinds with a slash or a dot in their names, which Google
 * adds by the dozen, are not listed and never doubted.
 */
export const MONITORED_RESOURCES: ReadonlySet<string> = new Set(
  `api apigee apigee_api apigee_environment app_engine appengine.googleapis.com/Application autoscaler aws_account
  aws_ec2_instance baremetalsolution_machine bigquery_biengine_model bigquery_dataset bigquery_dts_config bigquery_project
  bigquery_resource bigquery_table bigtable_cluster bigtable_table build cloud_build cloud_composer_environment
  cloud_composer_workflow cloud_dataflow_job cloud_dataproc_batch cloud_dataproc_cluster cloud_dataproc_job
  cloud_dlp_project cloud_firestore cloud_function cloud_healthcare_dataset cloud_kms_project cloud_run_job
  cloud_run_revision cloud_run_worker_pool cloud_scheduler_job cloud_tasks_queue cloudiot_device cloudkms_cryptokey
  cloudml_job cloudml_model_version cloudsql_database cloudsql_instance cloudsql_instance_database cloudtrace.googleapis.com
  cloudvolumesgcp-api.netapp.com/NetAppCloudVolumeSO consumed_api consumer_quota csr_repository datastore_database
  datastore_request dataflow_job dataproc_cluster deployment dns_policy dns_query docker_container
  external_proxy_lb_rule fleetengine_deliveryfleet filestore_instance firebase_auth firebase_domain firebase_namespace
  firestore_instance gae_app gae_instance gce_autoscaler gce_backend_service gce_disk gce_firewall_rule gce_forwarding_rule
  gce_health_check gce_image gce_instance gce_instance_group gce_instance_group_manager gce_instance_template gce_network
  gce_network_region gce_node_group gce_operation gce_project gce_reserved_address gce_resource_policy gce_route gce_router
  gce_snapshot gce_ssl_certificate gce_subnetwork gce_target_http_proxy gce_target_https_proxy gce_target_pool gce_url_map
  gce_zone_network_health gcs_bucket generic_node generic_task gke_cluster gke_container gke_nodepool global
  http_external_regional_lb_rule http_load_balancer https_lb_rule iam_role instance_group interconnect
  interconnect_attachment internal_http_lb_rule internal_http_lb_failed_rule internal_network_lb_rule
  internal_tcp_lb_rule internal_udp_lb_rule istio_canonical_service istio_control_plane k8s_cluster k8s_container
  k8s_control_plane_component k8s_node k8s_pod k8s_scale k8s_service knative_broker knative_revision knative_trigger
  l7_lb_rule loadbalancing_http_rule logging_bucket logging_exclusion logging_log logging_log_bucket logging_sink
  managed_service mesh microsoft_ad_domain nat_gateway netapp_cloud_volume network_security_policy network_tier organization
  producer_quota project prometheus_target pubsub_snapshot pubsub_subscription pubsub_topic queue recaptchaenterprise_key
  redis_instance reported_errors secretmanager secret_manager_secret security_scanner_scan_config service service_account
  serviceusage_service spanner_instance spanner_instance_config storage_transfer_job tcp_external_regional_lb_rule
  tcp_lb_rule tcp_ssl_proxy_rule testservice_matrix threat_detector tpu_worker udp_external_regional_lb_rule udp_lb_rule
  uptime_url vertex_ai_endpoint vmwareengine_resources vpc_access_connector vpn_gateway vpn_tunnel workflow workload
  l4_proxy_rule tcp_proxy_rule internal_proxy_lb_rule gke_hub_membership assistant_action audited_resource
  client_auth_config_brand client_auth_config_client dataplex_lake folder billing_account ml_job metric_alert
  secured_landing_zone servicedirectory_service servicedirectory_namespace network_firewall_policy`
    .split(/\s+/)
    .filter((name) => name !== ""),
);
