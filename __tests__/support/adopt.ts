import { fromSynth } from "../../policy/core/from-synth";
import { Estate } from "../../policy/core/estate";
import { findAdoptions, type Adoption } from "../../review/adopt/adoption";
import type { LiveResource } from "../../review/adopt/live";
import { stackJson, stackNames } from "./synthesized";

/** The estate of an environment, with the stacks whose names end in the environment's. */
export function everyStackOf(environment: string): Estate {
  const names = stackNames().filter((name) => name.split("-").includes(environment));
  const readings = names.map((name) => fromSynth(name, stackJson(name)));
  return new Estate({
    stacks: readings.map(({ settings }) => settings),
    resources: readings.flatMap(({ resources }) => resources),
  });
}

/** An estate that declares one resource. */
export function estateDeclaring(address: string, body: object): Estate {
  const [type = "", name = ""] = address.split(".");
  const provider = { google: [{ project: "p", region: "us-central1" }] };
  const { settings, resources } = fromSynth("s", {
    provider,
    resource: { [type]: { [name]: body as Record<string, unknown> } },
  });
  return new Estate({ stacks: [settings], resources });
}

/** A resource of a live file. */
export const liveResource = (type: string, attributes: Record<string, unknown>): LiveResource => ({ type, attributes });

/** The adoption of the first declared resource. */
export const onlyAdoption = (estate: Estate, ...existing: LiveResource[]): Adoption =>
  findAdoptions(estate, existing)[0]!;
