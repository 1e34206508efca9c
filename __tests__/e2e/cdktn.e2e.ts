import { existsSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { isOlder } from "../../google/versions";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { readRun } from "./run";

/**
 * The way to cdktn stays open: with its packages this code makes the same stacks. They are no packages of ours, because they
 * need another Node and another `constructs`, so that somebody prepares a folder with them: docs/leaving-cdktf.md.
 */

/** Names that folder. */
const VARIABLE = "NETRA_CDKTN_FOLDER";
/** What cdktn-cli 0.24 asks for; on an older one every command of it throws. */
const OLDEST_NODE = "22.19.0";

const prepared = process.env[VARIABLE] ?? "";

/** Why it cannot be asked here; undefined where it can. */
function reason(): string | undefined {
  if (prepared === "") return `${VARIABLE} names no prepared folder`;
  if (!existsSync(join(prepared, "node_modules", ".bin", "cdktn"))) return `${VARIABLE}: no cdktn is installed there`;
  const { node } = process.versions;
  return isOlder(node, OLDEST_NODE) ? `Node ${node} found, cdktn-cli needs ${OLDEST_NODE}` : undefined;
}

const skipped = reason();
const check = (name: string, body: jest.ProvidesCallback): void => {
  if (skipped === undefined) test(name, body);
  else test.skip(`${name} (skipped: ${skipped})`, body);
};

/** A stack without what cdktf says of itself in it. */
const meaningOf = (stack: unknown): unknown =>
  JSON.parse(JSON.stringify(stack, (key, value: unknown) => (key === "//" ? undefined : value)));

let copy: CopiedCheckout | undefined;
beforeAll(() => {
  if (skipped === undefined) copy = copyCheckout(prepared);
});
afterAll(() => copy?.remove());

check("cdktn and its command make the same stacks of this code", async () => {
  const { folder: home, type } = copy!;
  const bin = join(home, "node_modules", ".bin");
  const variables = {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    CDKTN_DISABLE_CREATION_STACK: "1",
  };
  const { failure, stdout, stderr } = await type([join(bin, "cdktn"), "synth", "--output", "made"], variables);
  expect([failure, failure === undefined ? "" : stdout + stderr]).toEqual([undefined, ""]);
  const { stacks } = readRun();
  const folder = join(home, "made", "stacks");
  expect(readdirSync(folder).sort()).toEqual(Object.keys(stacks).sort());
  for (const [name, stack] of Object.entries(stacks)) {
    const made: unknown = JSON.parse(readFileSync(join(folder, name, "cdk.tf.json"), "utf8"));
    // It is cdktn that has made it.
    expect(JSON.stringify(made)).toContain("0.24.0");
    expect(meaningOf(made)).toEqual(meaningOf(stack));
  }
});
