import { Synthesis } from "../support/synthesis";

/** The stacks of the live environments, as this run synthesized them. */
export const LIVE = new Synthesis<string>(process.env.NETRA_LIVE_SYNTH ?? "");
