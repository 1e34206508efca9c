import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { canary } from "./canary";

/** Programs that say secrets: a Terraform, and one of Google's APIs. */

const diagnostic = (place: string): string =>
  JSON.stringify({
    type: "diagnostic",
    diagnostic: {
      ...{
        severity: "error",
        // Google's own words, as the provider passes them on: in quotes, and without.
        summary: `Error creating Service: googleapi: Error 400: value "${canary(`${place}-quoted`)}", or ${canary(`${place}-bare`)}`,
        address: "google_cloud_run_v2_service.websocket-service",
      },
      detail: `googleapi: Error 400: the value is ${canary(`${place}-detail`)}`,
      snippet: {
        context: "resource",
        code: `password = "${canary(`${place}-snippet`)}"`,
        values: [{ traversal: "var.password", statement: `is "${canary(`${place}-statement`)}"` }],
      },
    },
  });

const hook = (type: string): string =>
  JSON.stringify({
    type,
    hook: {
      resource: { addr: "google_sql_user.app" },
      ...{ action: "create", id_key: "id", id_value: canary("apply-id") },
    },
  });

/** What people read where Terraform prints no JSON. */
const plainError = (place: string): string =>
  [
    "",
    `Error: Failed to do "${canary(`${place}-headline-quoted`)}" with ${canary(`${place}-headline`)}`,
    "",
    "  on cdk.tf.json line 3:",
    `   3: "password": "${canary(`${place}-line`)}"`,
  ].join("\n");

/**
 * Writes a `terraform` into a folder. It fails where the variable TF_CANARY_FAILS says, shows the plan of a file and pulls
 * the state of another.
 */
export function writeTerraform(folder: string, plan: string, state: string): void {
  mkdirSync(folder, { recursive: true });
  const say = (name: string, text: string): string => {
    writeFileSync(join(folder, name), `${text}\n`);
    return `cat "${join(folder, name)}"`;
  };
  const fails = (verb: string, lines: readonly string[]): string =>
    `if [ "$TF_CANARY_FAILS" = ${verb} ]; then ${lines.join("; ")}; exit 1; fi`;
  const script = [
    "#!/bin/sh",
    `${say("warning", `Warning: ${canary("terraform-stderr")}`)} >&2`,
    'case "$1" in',
    "version) echo 'Terraform v1.11.4' ;;",
    `init) ${fails("init", [`${say("init", plainError("init"))} >&2`])} ;;`,
    `plan) ${fails("plan", [say("plan", diagnostic("plan")), `${say("plan-error", plainError("plan"))} >&2`])}`,
    `  ${say("planned", canary("plan-file"))} >reviewed.tfplan; exit 2 ;;`,
    `show) if [ "$TF_CANARY_FAILS" = show ]; then ${say("torn", `${canary("torn-plan")} is no JSON`)}; else cat "\${TF_CANARY_PLAN:-${plan}}"; fi ;;`,
    `state) if [ "$TF_CANARY_FAILS" = state ]; then ${say("torn-state", `${canary("torn-state")} is no JSON`)}; else cat "${state}"; fi ;;`,
    `apply | destroy) ${say("apply", [hook("apply_start"), hook("apply_errored"), diagnostic("apply")].join("\n"))}`,
    `  ${say("apply-error", plainError("apply"))} >&2; exit 1 ;;`,
    "*) exit 1 ;;",
    "esac",
  ].join("\n");
  writeFileSync(join(folder, "terraform"), `${script}\n`);
  chmodSync(join(folder, "terraform"), 0o755);
}

/** What a server says of a request: everything that it was given. */
const heard = ({ headers, url }: IncomingMessage): string => `${url} ${JSON.stringify(headers)}`;

/** Answers with what it was given, in its status line, its headers and its body, and with secrets that it knows itself. */
export function answerHeard(
  known: readonly string[],
  status: number,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const said = `${heard(request)} ${known.join(" ")}`;
    const line = said.replace(/[^ -~]/g, " ").slice(0, 2000);
    response.writeHead(status, line, { "content-type": "application/json", "x-said": line });
    response.end(
      JSON.stringify({
        error: { code: status, message: `refused for ${said}\n${said}`, status: "DENIED", details: [{ said }] },
      }),
    );
  };
}

/** Answers for the repository itself, and leaves its settings to another answer. */
export const answerAsGithub =
  (others: ReturnType<typeof answerHeard>): ReturnType<typeof answerHeard> =>
  (request, response) => {
    if (!/^\/repos\/[^/]+\/[^/]+$/.test(request.url ?? "")) {
      others(request, response);
      return;
    }
    const owner = { id: 1, login: "netrasystems", type: "Organization" };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: 1, private: true, default_branch: "main", owner }));
  };

/** A server on this machine that lives as long as the tests. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
