import { PROJECT, useSandbox, type Body } from "../../support/sandbox";
import { commonMembers } from "./common-members";

const { good, bad } = useSandbox("compute");

const GLOBAL = `/compute/v1/projects/${PROJECT}/global`;
const LINK = `https://www.googleapis.com/compute/v1/projects/${PROJECT}/global`;

const TIMES = { checkIntervalSec: 5, timeoutSec: 5, unhealthyThreshold: 2, healthyThreshold: 2 };

test.each<[type: string, settings: object, answered: object]>([
  ["TCP", {}, { tcpHealthCheck: { proxyHeader: "NONE", port: 80 } }],
  ["SSL", {}, { sslHealthCheck: { proxyHeader: "NONE", port: 443 } }],
  [
    "HTTP",
    { httpHealthCheck: { port: 8080, requestPath: "/up" } },
    { httpHealthCheck: { proxyHeader: "NONE", port: 8080, requestPath: "/up" } },
  ],
  [
    "HTTPS",
    { httpsHealthCheck: { portSpecification: "USE_SERVING_PORT" } },
    { httpsHealthCheck: { proxyHeader: "NONE", requestPath: "/", portSpecification: "USE_SERVING_PORT" } },
  ],
  ["GRPC", { grpcHealthCheck: { port: 1 } }, { grpcHealthCheck: { port: 1 } }],
])("a health check of type %s has its times, its path and its port", async (type, settings, answered) => {
  await good("POST", `${GLOBAL}/healthChecks`, { name: "check", type, ...settings });
  expect(await good("GET", `${GLOBAL}/healthChecks/check`)).toEqual({
    ...commonMembers("healthCheck", "check", "healthChecks"),
    ...TIMES,
    type,
    ...answered,
  });
});

test("both kinds of check are kept by a backend service, and replaced by an update", async () => {
  await good("POST", `${GLOBAL}/httpHealthChecks`, { name: "old" });
  await good("POST", `${GLOBAL}/healthChecks`, { name: "check", type: "TCP", timeoutSec: 1 });
  await good("POST", `${GLOBAL}/backendServices`, { name: "back", healthChecks: [`${LINK}/httpHealthChecks/old`] });
  expect(await good("GET", `${GLOBAL}/httpHealthChecks/old`)).toEqual({
    ...commonMembers("httpHealthCheck", "old", "httpHealthChecks"),
    ...{ ...TIMES, port: 80, requestPath: "/" },
  });
  expect(await bad("DELETE", `${GLOBAL}/httpHealthChecks/old`)).toMatch(/^400 resourceInUseByAnotherResource: /);
  await good("PUT", `${GLOBAL}/backendServices/back`, { name: "back", healthChecks: [`${LINK}/healthChecks/check`] });
  await good("DELETE", `${GLOBAL}/httpHealthChecks/old`);
  await good("PUT", `${GLOBAL}/healthChecks/check`, { name: "check", type: "TCP" });
  expect((await good("GET", `${GLOBAL}/healthChecks/check`)).timeoutSec).toBe(5);
});

test("a backend bucket stands behind a URL map, and keeps its policy over an update", async () => {
  await good("POST", `${GLOBAL}/securityPolicies`, { name: "edge", type: "CLOUD_ARMOR_EDGE" });
  await good("POST", `${GLOBAL}/backendBuckets`, { name: "files", bucketName: "files" });
  await good("POST", `${GLOBAL}/urlMaps`, { name: "map", defaultService: `${LINK}/backendBuckets/files` });
  const policy = `${LINK}/securityPolicies/edge`;
  await good("POST", `${GLOBAL}/backendBuckets/files/setEdgeSecurityPolicy`, { securityPolicy: policy });
  await good("PUT", `${GLOBAL}/backendBuckets/files`, { name: "files", bucketName: "others", enableCdn: true });
  expect(await good("GET", `${GLOBAL}/backendBuckets/files`)).toEqual({
    ...commonMembers("backendBucket", "files", "backendBuckets"),
    ...{ bucketName: "others", enableCdn: true, edgeSecurityPolicy: policy },
  });
  expect(await bad("DELETE", `${GLOBAL}/securityPolicies/edge`)).toMatch(/^400 resourceInUseByAnotherResource: /);
  expect(await bad("DELETE", `${GLOBAL}/backendBuckets/files`)).toMatch(/^400 resourceInUseByAnotherResource: /);
});

test("groups of other endpoints are not served", async () => {
  const group: Body = { name: "group", networkEndpointType: "GCE_VM_IP_PORTMAP" };
  expect(await bad("POST", `/compute/v1/projects/${PROJECT}/regions/europe-west1/networkEndpointGroups`, group)).toBe(
    "501 notImplemented: GCE_VM_IP_PORTMAP: the sandbox serves groups of SERVERLESS, PRIVATE_SERVICE_CONNECT, INTERNET_IP_PORT, INTERNET_FQDN_PORT.",
  );
});
