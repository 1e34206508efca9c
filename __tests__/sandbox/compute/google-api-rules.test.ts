import { PROJECT, useSandbox, type Body } from "../../support/sandbox";
import { commonMembers, LINK } from "./common-members";

const { good, bad } = useSandbox("compute");

const GLOBAL = `/compute/v1/projects/${PROJECT}/global`;
const RULES = `${GLOBAL}/forwardingRules`;
const any = expect.any(String) as string;

const ruleBody = (body: object = {}): Body => ({
  name: "apis",
  target: "all-apis",
  network: "global/networks/net",
  IPAddress: "global/addresses/apis",
  ...body,
});

beforeEach(async () => {
  await good("POST", `${GLOBAL}/networks`, { name: "net", autoCreateSubnetworks: false });
  await good("POST", `${GLOBAL}/addresses`, {
    ...{ name: "apis", addressType: "INTERNAL", purpose: "PRIVATE_SERVICE_CONNECT", address: "100.100.100.105" },
    network: "global/networks/net",
  });
});

test.each(["all-apis", "vpc-sc"])(
  "a rule leads to %s, which is a word and no resource, and has no scheme",
  async (target) => {
    await good("POST", RULES, ruleBody({ target }));
    expect(await good("GET", `${RULES}/apis`)).toEqual({
      ...commonMembers("forwardingRule", "apis", "forwardingRules"),
      target,
      network: `${LINK}/global/networks/net`,
      IPAddress: "100.100.100.105",
      pscConnectionId: any,
      pscConnectionStatus: "ACCEPTED",
      fingerprint: any,
      labelFingerprint: any,
    });
  },
);

test("its network and its address stay as long as it is there", async () => {
  await good("POST", RULES, ruleBody());
  for (const used of ["networks/net", "addresses/apis"])
    expect(await bad("DELETE", `${GLOBAL}/${used}`)).toMatch(/^400 resourceInUseByAnotherResource/);
  await good("DELETE", `${RULES}/apis`);
  await good("DELETE", `${GLOBAL}/addresses/apis`);
});

test("labels are set when it is there", async () => {
  expect(await bad("POST", RULES, ruleBody({ labels: { a: "b" } }))).toContain("resource.labels");
  await good("POST", RULES, ruleBody());
  await good("POST", `${RULES}/apis/setLabels`, { labels: { a: "b" } });
  expect(await good("GET", `${RULES}/apis`)).toMatchObject({ labels: { a: "b" } });
});

test("a scheme, another word, and a network that is not there are refused", async () => {
  expect(await bad("POST", RULES, ruleBody({ loadBalancingScheme: "EXTERNAL" }))).toContain("loadBalancingScheme");
  expect(await bad("POST", RULES, ruleBody({ target: "some-apis" }))).toMatch(/^404 notFound/);
  expect(await bad("POST", RULES, ruleBody({ network: "global/networks/none" }))).toBe(
    `404 notFound: The resource 'projects/${PROJECT}/global/networks/none' was not found`,
  );
});
