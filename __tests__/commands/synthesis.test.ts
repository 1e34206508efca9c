import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { App, Aspects, TerraformStack } from "cdktf";
import { addStacks } from "../../stacks";
import { synthesize } from "../../stacks/synthesis";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { inFolder } from "../support/in-folder";
import { stackNames, stackText } from "../support/synthesized";

/** Whole syntheses: what stops one, and that two are the same. */

const TODAY = "2026-01-01";

test("a broken value stops synthesis before any stack is written, and names every finding", () => {
  inFolder((folder) => {
    const broken = structuredClone(trial);
    const service = broken.services["websocket-service"] as { requestTimeoutSeconds: number; scaling: { max: number } };
    service.requestTimeoutSeconds = 60;
    service.scaling.max = 11;
    expect(() => synthesize([broken], TODAY, folder)).toThrow(
      /budget-database-connections: trial-foundation google_sql_database_instance\.database[\s\S]*socket-request-timeout: trial-services google_cloud_run_v2_service\.websocket-service: template\[0\]\.timeout: "60s" found, "3600s" allowed; set template\.timeout to "3600s"/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("what the policy could not judge stops synthesis", () => {
  const synthesizeWithBoth = (): void =>
    inFolder((folder) => {
      const app = new App({ outdir: folder });
      addStacks(app, trial, TODAY);
      const stacks = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
      const stackOf = (name: string): TerraformStack => stacks.find((stack) => stack.node.id === name)!;
      const network = stackOf("trial-foundation")
        .node.findAll()
        .find((node) => node instanceof ComputeNetwork)!;
      new ComputeAddress(stackOf("trial-edge"), "stray", { name: "stray", network: network.id });
      Aspects.of(stackOf("trial-services")).add({ visit: () => undefined });
      app.synth();
    });
  let said = "";

  beforeAll(() => {
    try {
      synthesizeWithBoth();
    } catch (error) {
      said = String(error);
    }
  });

  test("a reference to another stack, from a stack that does not wire any", () => {
    expect(said).toMatch(
      /trial-edge google_compute_address\.stray: network refers to google_compute_network\.[\w-]+, which is not in this stack; set readsOtherStacks in its class/,
    );
  });

  test("an aspect, which would change what the policy has judged", () => {
    expect(said).toMatch(/trial-services.*aspect/);
  });
});

test("two syntheses of one state of the code are the same bytes", () => {
  inFolder((folder) => {
    synthesize([trial, prd], TODAY, folder);
    for (const name of stackNames()) {
      expect(readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8")).toBe(stackText(name));
    }
  });
});
