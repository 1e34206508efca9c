import { isRecord } from "./json";

/** What is right: the plan is saved, shown as JSON, and the shell writes the bytes as they are. */
const RIGHT = "save the plan with terraform plan -out=plan.bin and give it what terraform show -json plan.bin prints";

const NO_JSON = "no JSON; give it what terraform show -json prints";

/* eslint-disable no-control-regex -- signs of binary files and of a terminal are what tells these mistakes apart */
/** What people give instead of a plan's JSON, by how it looks; the first that fits counts. */
const MISTAKES: readonly (readonly [form: RegExp, problem: string])[] = [
  [/^\s*$/, `an empty file; Terraform has failed, or has written elsewhere: ${RIGHT}`],
  [
    /^PK\u0003\u0004/,
    "a saved plan itself, which is binary; give it what terraform show -json FILE prints of this very file",
  ],
  [/^\u001f\ufffd\u0008/, "a file packed by gzip; unpack it (gunzip), and give it the JSON inside"],
  [
    /^(\ufffd\ufffd|\ufeff)?.?\{?\u0000/,
    "UTF-16 text, which PowerShell's > writes; write UTF-8: … | Out-File -Encoding utf8NoBOM plan.json",
  ],
  [
    /^\ufeff/,
    "UTF-8 with a byte order mark and no JSON behind it; write it without the mark: … | Out-File -Encoding utf8NoBOM plan.json",
  ],
  [
    /^\[command\]|^::debug::/,
    "a line of the setup-terraform action stands before the JSON; set terraform_wrapper: false in that step",
  ],
  [/^\{"@level":/, `the stream of terraform plan -json, which holds no values; ${RIGHT}`],
  [
    /^\s*(\u001b\[[\d;]*m)*(No changes\.|Terraform (will perform|used the selected)|An execution plan|OpenTofu (will perform|used the selected))/m,
    `a plan for people; ${RIGHT}`,
  ],
  [/^(\u001b\[[\d;]*m)*[╷│]|^(\u001b\[[\d;]*m)*Error: /m, `an error of Terraform; correct it, then ${RIGHT}`],
  [
    /^\s*(#.*\n\s*)*(terraform|resource|provider|variable|module|locals|data|output)\b[^\n]*\{/,
    `configuration, no plan; ${RIGHT}`,
  ],
  [/^\s*<(!doctype|html|\?xml)/i, `a page of a web server; ${RIGHT}`],
  [
    /\}\s*\n[^\s{}"][^{}"]*$/,
    "lines of something else stand behind the JSON; write what terraform show -json prints, and nothing else, to the file",
  ],
  [/^\s*\{[^]*[^}\s]\s*$/, "JSON that ends half-way: the disk was full, or the command was stopped; write it again"],
  [/^\s*\{[^]*\}\s*\n\s*\{/, `several JSON texts in one file; give each plan its own, as often as --plan takes files`],
  [
    /^[^{[]+\n\s*\{/,
    "lines of something else stand before the JSON; write what terraform show -json prints, and nothing else, to the file",
  ],
];
/* eslint-enable no-control-regex */

/** How much of a text is looked at, from its beginning and its end, in characters. */
const SAMPLE = 20_000;

/** Why a text is no JSON of a plan, and what to give instead. It quotes nothing of it. */
export function noJsonReason(text: string): string {
  const sample = text.length <= 2 * SAMPLE ? text : `${text.slice(0, SAMPLE)}\n${text.slice(-SAMPLE)}`;
  return MISTAKES.find(([form]) => form.test(sample))?.[1] ?? NO_JSON;
}

/** What a JSON text is that is no plan, and what to give instead. */
export function noPlanReason(json: unknown): string {
  if (Array.isArray(json)) return `a list, no plan; ${RIGHT}`;
  if (!isRecord(json)) return `a single value, no plan; ${RIGHT}`;
  if (json["@level"] !== undefined) return `the stream of terraform plan -json, which holds no values; ${RIGHT}`;
  if (typeof json.lineage === "string" || (typeof json.version === "number" && Array.isArray(json.resources))) {
    return `a state file, no plan; ${RIGHT}`;
  }
  if (json.resource !== undefined || json.terraform !== undefined) return `configuration, no plan; ${RIGHT}`;
  if (json.provider_schemas !== undefined) return `the schemas of providers, no plan; ${RIGHT}`;
  if (json.formatVersion !== undefined) return `a report of ours, no plan; ${RIGHT}`;
  return "no plan: format_version is missing; give it what terraform show -json PLAN prints";
}
