import { rmSync } from "node:fs";

/** Removes what the setup wrote. */
export default function globalTeardown(): void {
  const folder = process.env.NETRA_LIVE_SYNTH;
  if (folder) rmSync(folder, { recursive: true, force: true });
}
