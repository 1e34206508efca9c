import { createRequire } from "node:module";
import type { Subcommand } from "./shared/command";

/** A subcommand of netra. */
export interface CommandRow {
  /** Also the name of its file beside this one. */
  readonly name: string;
  /** What it does, in one line of the index. */
  readonly summary: string;
}

/** Every subcommand, in the order in which a newcomer meets them. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: "start",
    summary: "synthesizes and checks everything, prints what is declared, deploys staging into a sandbox",
  },
  { name: "check", summary: "the policy over all stacks; writes nothing" },
  { name: "synth", summary: "writes the stacks of every environment as Terraform configuration" },
  { name: "environments", summary: "names, kinds, projects and stacks of the environments" },
  { name: "graph", summary: "draws an environment: what needs what, as one page to open" },
  { name: "explain", summary: "what a rule or a hardened value is for, what breaks it, where it acts" },
  {
    name: "review",
    summary: "what a plan or a change of the code does: who is cut off, what restarts, how it is undone",
  },
  { name: "deploy", summary: "applies exactly what was reviewed, stack by stack" },
  { name: "serving", summary: "which revision of each service its users get, and whether it is the one that should" },
  { name: "rollback", summary: "gives the revisions from before a deploy, or one that you choose, all traffic again" },
  {
    name: "destroy",
    summary: "ends an environment in a sandbox; at Google staging alone, by a person who types its project",
  },
  { name: "drift", summary: "what was changed outside, apart from code that is not applied yet" },
  { name: "drift-checked", summary: "tells Monitoring that drift was looked for" },
  { name: "adopt", summary: "import blocks for what was made by hand, and what would be replaced" },
  { name: "verify", summary: "asks a live environment whether it answers as declared" },
  { name: "snooze", summary: "silences named alerts for four hours at most, with a reason; lists and ends it" },
  { name: "e2e", summary: "runs the end-to-end tests inside staging and says of every failure whose it is" },
  { name: "load", summary: "a bounded load on staging: does it scale, do the pools hold, is everything cleaned up" },
  {
    name: "doctor",
    summary: "what works on this machine and what the rest needs; with --github what GitHub is not set to",
  },
  { name: "settings", summary: "what end-to-end tests have to know of an environment, never a secret" },
  { name: "sandbox", summary: "Google's APIs on this machine: plan, deploy, drift and destroy with no account" },
  { name: "docs", summary: "writes docs/runbooks/<environment>/ and docs/success-metrics.md from what is declared" },
  { name: "hooks", summary: "lets git run the check before every commit" },
  {
    name: "bench",
    summary: "measures synthesis, tests, scale, reviews, a deploy into a sandbox, and checkov beside them",
  },
];

const loadModule = createRequire(__filename);

/** Loads a subcommand, and nothing of the others. */
export const loadSubcommand = ({ name }: CommandRow): Subcommand =>
  (loadModule(`./${name}`) as { readonly subcommand: Subcommand }).subcommand;
