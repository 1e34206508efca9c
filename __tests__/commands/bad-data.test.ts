import type { Environment } from "../../environments/environment";
import type * as Registry from "../../environments/registry";
import type * as Names from "../../environments/service-names";
import { commandHere, type Ended } from "../support/command-here";

/** What only the compiler would say of an environment's data: the commands strip types, so they say it themselves. */

const { REGISTRY } = jest.requireActual<typeof Registry>("../../environments/registry");
const { SERVICE_NAMES } = jest.requireActual<typeof Names>("../../environments/service-names");

const mockData = { registry: REGISTRY, names: SERVICE_NAMES as readonly string[] };
jest.mock("../../environments/registry", () => ({
  get REGISTRY() {
    return mockData.registry;
  },
}));
jest.mock("../../environments/service-names", () => ({
  get SERVICE_NAMES() {
    return mockData.names;
  },
}));

const [first] = REGISTRY as readonly [Environment];

/** The first environment with other services: undefined takes one away. */
function withServices(services: Readonly<Record<string, object | undefined>>): Environment {
  const all = Object.entries({ ...first.services, ...services }).filter(([, spec]) => spec !== undefined);
  return { ...first, services: Object.fromEntries(all) } as Environment;
}

const withWaiver = (rule: string): Environment => ({
  ...first,
  waivers: [
    {
      rule,
      address: "google_cloud_run_v2_service.websocket-service",
      reason: "rolled back",
      owner: "platform",
      expires: "9999-12-31",
    },
  ],
});

const newService = { ...first.services["auth-service"], variables: {} };

/** Those that judge. */
const COMMANDS = ["check", "synth", "start"].map((name) => commandHere(name));

async function endAll(data: Partial<typeof mockData>): Promise<readonly Ended[]> {
  Object.assign(mockData, { registry: REGISTRY, names: SERVICE_NAMES }, data);
  const ended: Ended[] = [];
  for (const command of COMMANDS) ended.push(await command([], { PATH: "" }));
  return ended;
}

test.each<[what: string, data: Partial<typeof mockData>, line: string]>([
  [
    "a service that has a name and is missing",
    { registry: [first], names: [...SERVICE_NAMES, "notification-service"] },
    `${first.name}.services: notification-service is missing, which environments/service-names.ts names; declare it, or take its name out there`,
  ],
  [
    "a service that has no name",
    { registry: [withServices({ "notification-service": newService })] },
    `${first.name}.services.notification-service: environments/service-names.ts does not name it; add it there, and to every environment`,
  ],
  [
    "a backend that the contract does not know",
    {
      registry: [withServices({ "notification-service": newService })],
      names: [...SERVICE_NAMES, "notification-service"],
    },
    `${first.name}.services.notification-service: no variable of CONTRACT in environments/contract.ts is for it; add those that its code expects`,
  ],
  [
    "a service without a floor",
    {
      registry: [withServices({ "notification-service": newService })],
      names: [...SERVICE_NAMES, "notification-service"],
    },
    `${first.name}.services.notification-service: FLOORS in environments/contract.ts has no entry for it; add the least CPU and memory with which it starts`,
  ],
  [
    "a misspelt rule in a waiver",
    { registry: [withWaiver("run-trafic-latest")] },
    `${first.name}.waivers[0].rule: unknown rule "run-trafic-latest"; did you mean run-traffic-latest?`,
  ],
  [
    "a rule in a waiver that is like no other",
    { registry: [withWaiver("x")] },
    `${first.name}.waivers[0].rule: unknown rule "x"; ./netra explain lists all rules`,
  ],
])("%s: every command ends with 2 and says where to write what", async (_what, data, line) => {
  for (const { code, stdout, stderr } of await endAll(data)) {
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.split("\n")).toContain(line);
  }
});
