/** A change of a service with forty variables. In every tenth one the timeout changes; the others are no-ops. */
function generatedChange(index: number): object {
  const env = Array.from({ length: 40 }, (_, variable) => ({
    name: `VARIABLE_${variable}`,
    value: `value ${variable}`,
    value_source: [],
  }));
  const service = (timeout: string): object => ({
    name: `service-${index}`,
    location: "us-central1",
    ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    template: [{ timeout, max_instance_request_concurrency: 80, containers: [{ image: "registry/service:1", env }] }],
  });
  const isChanged = index % 10 === 0;
  return {
    address: `google_cloud_run_v2_service.service-${index}`,
    mode: "managed",
    type: "google_cloud_run_v2_service",
    change: {
      actions: [isChanged ? "update" : "no-op"],
      before: service("300s"),
      after: service(isChanged ? "60s" : "300s"),
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  };
}

/** The JSON text of a plan with a number of resources. */
export const generatedPlan = (resources: number): string =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: Array.from({ length: resources }, (_, index) => generatedChange(index)),
  });
