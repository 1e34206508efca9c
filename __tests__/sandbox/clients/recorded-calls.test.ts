import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT, REGION, useSandboxServer, type Body } from "../../support/sandbox";

/**
 * Calls of Google's own clients, recorded as they sent them to a sandbox by REST, in their order: `client` is the package
 * with its version. They read `metadata` and `response` of an operation by their types, send enums as numbers and change
 * by masks. Etags are left out, generations stand as `{generation}`, and ids as `{id}`. Every answer is held against Google's documents
 * and the rules of the JSON of protocol buffers (`support/checked-answers.ts`).
 */
const Recorded = z.array(
  z.strictObject({
    client: z.string(),
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    path: z.string().startsWith("/"),
    /** What the client was answered, and could read. */
    status: z.number(),
    body: z.union([z.string(), z.record(z.string(), z.json())]).optional(),
    contentType: z.string().optional(),
  }),
);

const CALLS = Recorded.parse(JSON.parse(readFileSync(join(__dirname, "recorded-calls.json"), "utf8")));

const { send, good } = useSandboxServer(
  ...["compute", "run", "redis", "secretmanager", "monitoring", "artifactregistry", "iam", "logging"],
);

test("calls of Google's clients are answered as they were when the clients read the answers", async () => {
  let [generation, id] = ["", ""];
  const answered: (readonly [call: string, status: number])[] = [];
  for (const { method, path, body, contentType } of CALLS) {
    const headers = contentType === undefined ? {} : { "Content-Type": contentType };
    const reply = await send(method, path.replace("{generation}", generation).replace("{id}", id), body, headers);
    generation = (reply.body?.generation as string | undefined) ?? generation;
    id = (reply.body?.name as string | undefined)?.split("/").at(-1) ?? id;
    answered.push([`${method} ${path}`, reply.status]);
    if (reply.body?.done !== undefined) expect(typesOf(reply.body)).toEqual([expect.any(String), expect.any(String)]);
  }
  expect(answered).toEqual(CALLS.map(({ method, path, status }) => [`${method} ${path}`, status]));
  expect(new Set(CALLS.map(({ client }) => client.split(" ")[0])).size).toBeGreaterThanOrEqual(7);
  // A mask changes what it names, and nothing else.
  expect(await good("GET", `/run/v2/projects/${PROJECT}/locations/${REGION}/services/web`)).toMatchObject({
    ...{ ingress: "INGRESS_TRAFFIC_ALL", template: { timeout: "120s", containers: [{ image: "i" }] } },
  });
  expect(await good("GET", `/secretmanager/v1/projects/${PROJECT}/secrets/s`)).toMatchObject({
    ...{ labels: { tier: "silver" }, replication: { automatic: {} } },
  });
});

const typesOf = ({ metadata, response }: Body): readonly unknown[] => [metadata?.["@type"], response?.["@type"]];
