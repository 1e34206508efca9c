import { rmSync } from "node:fs";
import { runDirectory } from "./run";

export default function globalTeardown(): void {
  rmSync(runDirectory(), { recursive: true, force: true });
}
