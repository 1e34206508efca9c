import { PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, send, sandbox } = useSandbox("compute", "servicenetworking");

const ROOT = `/compute/v1/projects/${PROJECT}`;
const LINK = `https://www.googleapis.com/compute/v1/projects/${PROJECT}`;
const NETWORKS = `${ROOT}/global/networks`;
const ADDRESSES = `${ROOT}/global/addresses`;
const SUBNETS = `${ROOT}/regions/${REGION}/subnetworks`;
const CONNECTIONS = "/servicenetworking/v1/services/servicenetworking.googleapis.com/connections";

const createNetwork = (): Promise<Body> => good("POST", NETWORKS, { name: "net", autoCreateSubnetworks: false });
const subnetBody = (name: string, ipCidrRange: string, net = `${LINK}/global/networks/net`): Body => ({
  name,
  ipCidrRange,
  network: net,
});
const rangeBody = (body: object = {}): Body => ({
  name: "services",
  addressType: "INTERNAL",
  purpose: "VPC_PEERING",
  address: "10.20.0.0",
  prefixLength: 16,
  network: `${LINK}/global/networks/net`,
  ...body,
});
const readProjectNumber = async (): Promise<string> =>
  ((await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`)) as { projectNumber: string }).projectNumber;

describe("Compute in general", () => {
  test("a change is answered by a finished global operation, whose ids are texts", async () => {
    const operation = await createNetwork();
    expect(operation).toEqual({
      kind: "compute#operation",
      id: expect.stringMatching(/^\d{19}$/) as string,
      name: expect.stringMatching(/^operation-\d+$/) as string,
      operationType: "insert",
      status: "DONE",
      progress: 100,
      insertTime: expect.any(String) as string,
      startTime: expect.any(String) as string,
      endTime: expect.any(String) as string,
      targetLink: `${LINK}/global/networks/net`,
      targetId: (await good("GET", `${NETWORKS}/net`)).id as string,
      selfLink: `${LINK}/global/operations/${operation.name as string}`,
    });
    expect(BigInt(operation.id as string) < 2n ** 63n).toBe(true);
    expect((await good("PATCH", `${NETWORKS}/net`, { description: "x" })).operationType).toBe("update");
    expect((await good("DELETE", `${NETWORKS}/net`)).operationType).toBe("delete");
    expect(await bad("DELETE", `${NETWORKS}/net`)).toBe(
      `404 notFound: The resource 'projects/${PROJECT}/global/networks/net' was not found`,
    );
  });

  test("a regional operation names its region", async () => {
    await createNetwork();
    expect(await good("POST", SUBNETS, subnetBody("a", "10.0.0.0/24"))).toMatchObject({
      region: `${LINK}/regions/${REGION}`,
      selfLink: expect.stringContaining(`/regions/${REGION}/operations/`) as string,
    });
  });

  test.each(["", "Net", "1net", "net-", "a".repeat(64), "a/b", "a_b"])("the name %j is refused", async (name) => {
    expect(await bad("POST", NETWORKS, { name })).toMatch(/^400 invalid: /);
  });

  test("a name of 63 letters is taken, once", async () => {
    const name = "a".repeat(63);
    await good("POST", NETWORKS, { name });
    expect(await bad("POST", NETWORKS, { name })).toBe(
      `409 alreadyExists: The resource 'projects/${PROJECT}/global/networks/${name}' already exists`,
    );
  });

  test("a network has its defaults and nothing else; a null is no member, and clears one", async () => {
    await good("POST", NETWORKS, { name: "net", autoCreateSubnetworks: false, description: null, routingConfig: {} });
    const whole = {
      kind: "compute#network",
      id: expect.stringMatching(/^\d+$/) as string,
      creationTimestamp: expect.any(String) as string,
      name: "net",
      selfLink: `${LINK}/global/networks/net`,
      autoCreateSubnetworks: false,
      mtu: 1460,
      routingConfig: { routingMode: "REGIONAL", bgpBestPathSelectionMode: "LEGACY" },
      networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
    };
    expect(await good("GET", `${NETWORKS}/net`)).toEqual(whole);
    await good("PATCH", `${NETWORKS}/net`, { description: "x" });
    expect(await good("GET", `${NETWORKS}/net`)).toEqual({ ...whole, description: "x" });
    await good("PATCH", `${NETWORKS}/net`, { description: null });
    expect(await good("GET", NETWORKS)).toEqual({ items: [whole] });
  });
});

describe("subnetworks", () => {
  beforeEach(createNetwork);

  test.each([
    ["full", `${LINK}/global/networks/net`],
    ["of another host", `https://compute.googleapis.com/compute/v1/projects/${PROJECT}/global/networks/net`],
    ["from projects/ on", `projects/${PROJECT}/global/networks/net`],
    ["from global/ on", "global/networks/net"],
  ])("a link that is %s is taken and answered in full", async (_, link) => {
    await good("POST", SUBNETS, subnetBody("a", "10.0.0.0/24", link));
    expect((await good("GET", `${SUBNETS}/a`)).network).toBe(`${LINK}/global/networks/net`);
    expect(await bad("DELETE", `${NETWORKS}/net`)).toMatch(/^400 resourceInUseByAnotherResource: /);
  });

  test("a link by the project's number is taken as well", async () => {
    await good(
      "POST",
      SUBNETS,
      subnetBody("a", "10.0.0.0/24", `projects/${await readProjectNumber()}/global/networks/net`),
    );
    expect((await good("GET", `${SUBNETS}/a`)).network).toBe(`${LINK}/global/networks/net`);
  });

  test("it has its defaults and nothing else", async () => {
    await good("POST", SUBNETS, { ...subnetBody("a", "10.0.0.0/24"), privateIpGoogleAccess: true });
    expect(await good("GET", `${SUBNETS}/a`)).toEqual({
      kind: "compute#subnetwork",
      id: expect.any(String) as string,
      creationTimestamp: expect.any(String) as string,
      name: "a",
      selfLink: `${LINK}/regions/${REGION}/subnetworks/a`,
      region: `${LINK}/regions/${REGION}`,
      network: `${LINK}/global/networks/net`,
      ipCidrRange: "10.0.0.0/24",
      gatewayAddress: "10.0.0.1",
      fingerprint: expect.any(String) as string,
      purpose: "PRIVATE",
      stackType: "IPV4_ONLY",
      privateIpGoogleAccess: true,
      privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
      allowSubnetCidrRoutesOverlap: false,
      enableFlowLogs: false,
    });
  });

  test("flow logs that come back always say how, because the provider casts it", async () => {
    await good("POST", SUBNETS, { ...subnetBody("a", "10.0.0.0/24"), logConfig: { enable: true } });
    expect(await good("GET", `${SUBNETS}/a`)).toMatchObject({
      enableFlowLogs: true,
      logConfig: { enable: true, metadata: "EXCLUDE_ALL_METADATA" },
    });
  });

  test("the fingerprint must be the present one, and is another after each change", async () => {
    await good("POST", SUBNETS, subnetBody("a", "10.0.0.0/24"));
    const { fingerprint } = (await good("GET", `${SUBNETS}/a`)) as { fingerprint: string };
    await good("PATCH", `${SUBNETS}/a`, { fingerprint, description: "x" });
    expect(await bad("PATCH", `${SUBNETS}/a`, { fingerprint, description: "y" })).toBe(
      "412 conditionNotMet: Supplied fingerprint does not match current metadata fingerprint.",
    );
    expect((await good("GET", `${SUBNETS}/a`)).description).toBe("x");
  });

  test("a network that is not there is refused", async () => {
    expect(await bad("POST", SUBNETS, subnetBody("a", "10.0.0.0/24", "global/networks/none"))).toBe(
      `404 notFound: The resource 'projects/${PROJECT}/global/networks/none' was not found`,
    );
  });

  test("ranges of a network do not share an address; neighbours and other networks may", async () => {
    await good("POST", NETWORKS, { name: "other" });
    await good("POST", SUBNETS, subnetBody("a", "10.0.0.0/24"));
    expect(await bad("POST", SUBNETS, subnetBody("b", "10.0.0.128/25"))).toBe(
      `400 invalid: Invalid IPCidrRange: 10.0.0.128/25 conflicts with existing range 'compute/projects/${PROJECT}/regions/${REGION}/subnetworks/a' in '10.0.0.0/24'.`,
    );
    expect(await bad("POST", SUBNETS, subnetBody("b", "10.0.0.1/24"))).toBe(
      "400 invalid: Invalid value for field 'resource.ipCidrRange': '10.0.0.1/24'. Must be a CIDR range.",
    );
    await good("POST", SUBNETS, subnetBody("b", "10.0.1.0/24"));
    await good("POST", SUBNETS, subnetBody("c", "10.0.0.0/24", "global/networks/other"));
    expect(await bad("POST", ADDRESSES, rangeBody({ address: "10.0.0.0" }))).toMatch(/conflicts with existing range/);
  });

  test("it grows and does not shrink", async () => {
    await good("POST", SUBNETS, subnetBody("a", "10.0.0.0/24"));
    expect(await bad("POST", `${SUBNETS}/a/expandIpCidrRange`, { ipCidrRange: "10.0.0.0/25" })).toBe(
      "400 invalid: Invalid IPCidrRange: 10.0.0.0/25 does not contain 10.0.0.0/24: a subnetwork can only be expanded.",
    );
    await good("POST", `${SUBNETS}/a/expandIpCidrRange`, { ipCidrRange: "10.0.0.0/23" });
    await good("POST", `${SUBNETS}/a/setPrivateIpGoogleAccess`, { privateIpGoogleAccess: true });
    expect(await good("GET", `${SUBNETS}/a`)).toMatchObject({
      ipCidrRange: "10.0.0.0/23",
      privateIpGoogleAccess: true,
    });
    expect(await bad("POST", `${SUBNETS}/none/expandIpCidrRange`, {})).toMatch(/^404 /);
  });
});

describe("global addresses", () => {
  beforeEach(createNetwork);

  test("an external one is an address of no one", async () => {
    await good("POST", ADDRESSES, { name: "front" });
    expect(await good("GET", `${ADDRESSES}/front`)).toEqual({
      kind: "compute#address",
      id: expect.any(String) as string,
      creationTimestamp: expect.any(String) as string,
      name: "front",
      selfLink: `${LINK}/global/addresses/front`,
      addressType: "EXTERNAL",
      address: expect.stringMatching(/^203\.0\.113\.\d+$/) as string,
      status: "RESERVED",
      labelFingerprint: expect.any(String) as string,
    });
  });

  test("a range without an address gets a free one", async () => {
    await good("POST", SUBNETS, subnetBody("a", "10.0.0.0/24"));
    const { address: _none, ...body } = rangeBody() as Record<string, unknown>;
    await good("POST", ADDRESSES, body);
    await good("POST", ADDRESSES, { ...body, name: "more" });
    expect((await good("GET", `${ADDRESSES}/services`)).address).toBe("10.1.0.0");
    expect((await good("GET", `${ADDRESSES}/more`)).address).toBe("10.2.0.0");
    expect(await bad("POST", ADDRESSES, { ...body, name: "odd", prefixLength: 40 })).toMatch(/Must be a CIDR range/);
  });

  test("labels are set under their own fingerprint", async () => {
    await good("POST", ADDRESSES, { name: "front" });
    const { labelFingerprint } = (await good("GET", `${ADDRESSES}/front`)) as { labelFingerprint: string };
    await good("POST", `${ADDRESSES}/front/setLabels`, { labels: { a: "b" }, labelFingerprint });
    expect((await good("GET", `${ADDRESSES}/front`)).labels).toEqual({ a: "b" });
    expect(await bad("POST", `${ADDRESSES}/front/setLabels`, { labels: {}, labelFingerprint })).toBe(
      "412 conditionNotMet: Supplied labelFingerprint does not match current metadata labelFingerprint.",
    );
  });
});

describe("service connections", () => {
  beforeEach(async () => {
    await createNetwork();
    await good("POST", ADDRESSES, rangeBody());
  });
  const connectionBody = (network = "net", ranges = ["services"]): Body => ({
    network: `projects/${PROJECT}/global/networks/${network}`,
    reservedPeeringRanges: ranges,
  });

  test("it is listed with the network's number, whatever it was made with", async () => {
    const made = (await good("POST", CONNECTIONS, connectionBody())) as { done: boolean; name: string };
    expect(made).toMatchObject({ done: true, name: expect.stringMatching(/^operations\//) as string });
    const net = `projects/${await readProjectNumber()}/global/networks/net`;
    const whole = {
      network: net,
      peering: "servicenetworking-googleapis-com",
      reservedPeeringRanges: ["services"],
      service: "services/servicenetworking.googleapis.com",
    };
    expect(await good("GET", `${CONNECTIONS}?network=${net}`)).toEqual({ connections: [whole] });
    expect(await good("GET", `${CONNECTIONS}?network=projects/${PROJECT}/global/networks/net`)).toEqual({
      connections: [whole],
    });
    expect(await bad("POST", CONNECTIONS, connectionBody())).toBe(
      "400 failedPrecondition: Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection.",
    );
  });

  test("its ranges are reserved for it in the same network", async () => {
    await good("POST", ADDRESSES, { name: "front" });
    const unfit = (name: string): string =>
      `400 invalid: The range '${name}' is not an allocated range for VPC peering of network 'projects/${PROJECT}/global/networks/net'.`;
    expect(await bad("POST", CONNECTIONS, connectionBody("net", ["front"]))).toBe(unfit("front"));
    expect(await bad("POST", CONNECTIONS, connectionBody("net", ["none"]))).toBe(unfit("none"));
    expect(await bad("POST", CONNECTIONS, connectionBody("net", []))).toBe(
      "400 invalid: At least one allocated IP range is needed.",
    );
    expect(await bad("POST", CONNECTIONS, connectionBody("none"))).toBe(
      `400 invalid: Network 'projects/${PROJECT}/global/networks/none' was not found.`,
    );
    await good("POST", CONNECTIONS, connectionBody());
    await good("POST", ADDRESSES, rangeBody({ name: "more", address: "10.21.0.0" }));
    await good(
      "PATCH",
      `${CONNECTIONS}/-?updateMask=reservedPeeringRanges&force=true`,
      connectionBody("net", ["services", "more"]),
    );
    const { connections } = await good("GET", `${CONNECTIONS}?network=${connectionBody().network as string}`);
    expect(connections[0].reservedPeeringRanges).toEqual(["services", "more"]);
  });

  test("its API must be on in the network's project, though its paths name none", async () => {
    sandbox().store.remove(`serviceusage/projects/${PROJECT}/services/servicenetworking.googleapis.com`);
    expect(await bad("POST", CONNECTIONS, connectionBody())).toMatch(
      /^403 SERVICE_DISABLED: Service Networking API has not/,
    );
  });

  test("it keeps its network from deletion, and goes by its own call", async () => {
    expect(await bad("PATCH", `${CONNECTIONS}/-`, connectionBody())).toMatch(
      /^404 notFound: No service networking connection/,
    );
    await good("POST", CONNECTIONS, connectionBody());
    await good("DELETE", `${ADDRESSES}/services`);
    expect(await bad("DELETE", `${NETWORKS}/net`)).toBe(
      `400 resourceInUseByAnotherResource: The network resource 'projects/${PROJECT}/global/networks/net' is already being used by the peering 'servicenetworking-googleapis-com'`,
    );
    const one = `${CONNECTIONS}/servicenetworking-googleapis-com`;
    const consumer = { consumerNetwork: `projects/${await readProjectNumber()}/global/networks/net` };
    await good("POST", one, consumer);
    expect((await send("POST", one, consumer)).status).toBe(404);
    expect(await bad("POST", `${CONNECTIONS}/other`, consumer)).toBe("400 invalid: Unknown peering.");
    await good("DELETE", `${NETWORKS}/net`);
  });
});
