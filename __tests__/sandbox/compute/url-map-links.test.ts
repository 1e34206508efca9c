import { PROJECT, useSandbox, type Body } from "../../support/sandbox";
import { LINK } from "./common-members";

const { good, bad } = useSandbox("compute");

const GLOBAL = `/compute/v1/projects/${PROJECT}/global`;
const OTHER = "global/backendServices/other";

const createService = (name: string): Promise<Body> =>
  good("POST", `${GLOBAL}/backendServices`, { name, loadBalancingScheme: "EXTERNAL_MANAGED" });

const mapBody = (body: object): Body => ({ name: "map", defaultService: "global/backendServices/web", ...body });

const matched = (matcher: object): Body => ({
  hostRules: [{ hosts: ["a.example"], pathMatcher: "m" }],
  pathMatchers: [{ name: "m", defaultService: "global/backendServices/web", ...matcher }],
});

/** What may answer requests, by the place in a URL map that names it. */
const PLACES: Readonly<Record<string, (service: string) => Body>> = {
  "a weight": (service) => ({
    // Weights stand in the place of one service.
    defaultService: undefined,
    defaultRouteAction: { weightedBackendServices: [{ backendService: service, weight: 100 }] },
  }),
  "a mirror": (service) => ({ defaultRouteAction: { requestMirrorPolicy: { backendService: service } } }),
  "an error page": (service) => ({ defaultCustomErrorResponsePolicy: { errorService: service } }),
  "a weight of a path": (service) =>
    matched({
      pathRules: [{ paths: ["/x"], routeAction: { weightedBackendServices: [{ backendService: service }] } }],
    }),
  "a route": (service) => matched({ routeRules: [{ priority: 1, service, matchRules: [{ prefixMatch: "/" }] }] }),
};

beforeEach(() => createService("web"));

test.each(
  Object.entries({
    ...PLACES,
    "a test": (service: string) => ({ tests: [{ host: "a.example", path: "/", service }] }),
  }),
)("what %s names must be there, is answered in full and stays", async (_, body) => {
  expect(await bad("POST", `${GLOBAL}/urlMaps`, mapBody(body(OTHER)))).toBe(
    `404 notFound: The resource 'projects/${PROJECT}/${OTHER}' was not found`,
  );
  await createService("other");
  await good("POST", `${GLOBAL}/urlMaps`, mapBody(body(OTHER)));
  expect(JSON.stringify(await good("GET", `${GLOBAL}/urlMaps/map`))).toContain(`"${LINK}/${OTHER}"`);
  expect(await bad("DELETE", `/compute/v1/projects/${PROJECT}/${OTHER}`)).toMatch(
    /^400 resourceInUseByAnotherResource/,
  );
});

const RULE = { name: "rule", loadBalancingScheme: "EXTERNAL_MANAGED", target: "global/targetHttpProxies/proxy" };

/** A proxy, to which a rule can lead, with a map that sends some requests elsewhere. */
async function createProxy(body: object): Promise<void> {
  await good("POST", `${GLOBAL}/urlMaps`, mapBody(body));
  await good("POST", `${GLOBAL}/targetHttpProxies`, { name: "proxy", urlMap: "global/urlMaps/map" });
}

test.each(Object.entries(PLACES))("a rule has the scheme of what %s names", async (_, body) => {
  await good("POST", `${GLOBAL}/backendServices`, { name: "other", loadBalancingScheme: "EXTERNAL" });
  await createProxy(body(OTHER));
  expect(await bad("POST", `${GLOBAL}/forwardingRules`, { ...RULE, portRange: "80" })).toContain(
    `The load balancing scheme EXTERNAL_MANAGED does not match EXTERNAL of '${LINK}/${OTHER}'.`,
  );
});

test("a bucket has no scheme, and stands behind a rule of any", async () => {
  await good("POST", `${GLOBAL}/backendBuckets`, { name: "files", bucketName: "files" });
  await createProxy({ defaultService: "global/backendBuckets/files" });
  await good("POST", `${GLOBAL}/forwardingRules`, { ...RULE, portRange: "80" });
});
