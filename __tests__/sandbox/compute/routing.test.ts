import { PROJECT, useSandbox, type Body } from "../../support/sandbox";

const { good, bad } = useSandbox("compute");

const NETWORKS = `/compute/v1/projects/${PROJECT}/global/networks`;
const UNSUPPORTED = "Field bgp_always_compare_med is not supported for LEGACY BGP Best Path Selection algorithm";

const createNetwork = (routingConfig: object): Promise<Body> =>
  good("POST", NETWORKS, { name: "net", autoCreateSubnetworks: false, routingConfig });
const patchRouting = (routingConfig: object): Promise<Body> => good("PATCH", `${NETWORKS}/net`, { routingConfig });
const routingNow = async (): Promise<Body> => (await good("GET", `${NETWORKS}/net`)).routingConfig;

test("a patch reaches into the routing, and a null removes a member of it", async () => {
  const standard = { routingMode: "GLOBAL", bgpBestPathSelectionMode: "STANDARD" };
  await createNetwork({ ...standard, bgpAlwaysCompareMed: true });
  await patchRouting({ bgpInterRegionCost: "ADD_COST_TO_MED" });
  expect(await routingNow()).toEqual({ ...standard, bgpAlwaysCompareMed: true, bgpInterRegionCost: "ADD_COST_TO_MED" });
  await patchRouting({ bgpAlwaysCompareMed: null });
  expect(await routingNow()).toEqual({ ...standard, bgpInterRegionCost: "ADD_COST_TO_MED" });
});

test("the older selection of paths has no comparison of the metric, which goes first", async () => {
  await createNetwork({ bgpBestPathSelectionMode: "STANDARD", bgpAlwaysCompareMed: false });
  const legacy = { bgpBestPathSelectionMode: "LEGACY" };
  expect(await bad("PATCH", `${NETWORKS}/net`, { routingConfig: legacy })).toContain(UNSUPPORTED);
  await patchRouting({ ...legacy, bgpAlwaysCompareMed: null });
  expect(await routingNow()).toEqual({ routingMode: "REGIONAL", ...legacy });
});
