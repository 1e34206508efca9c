import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trial } from "../../fixture/trial";
import type { StagingEnvironment } from "../../../environments/environment";
import type { LoadPlan } from "../../../verify/load/plan";
import { AUTHORITY, startEdge, type Edge, type Misbehaviour } from "../../support/misbehaving-edge";

/** A load of a few seconds, and long enough for a machine that has other things to do. */
export const SHORT: LoadPlan = {
  warmUpSeconds: 1,
  rampSeconds: 3,
  holdSeconds: 3,
  coolDownSeconds: 1,
  arrivalsPerSecond: 4,
  sockets: 6,
};

/** Staging with instances of two sockets: six need more of them than one. */
export const SMALL: StagingEnvironment = {
  ...trial,
  services: {
    ...trial.services,
    "websocket-service": { ...trial.services["websocket-service"], concurrency: 2 },
  },
};

/** An edge that counts. */
export interface CountingEdge extends Edge {
  readonly openSockets: () => number;
  /** Most sockets that were open at once. */
  readonly most: () => number;
  /** File with the authority that signed its certificate. */
  readonly ca: string;
}

/** Starts an edge on this machine whose sockets are counted. */
export async function startCountingEdge(wrong: Misbehaviour = {}): Promise<CountingEdge> {
  let [open, most] = [0, 0];
  const edge = await startEdge({
    ...wrong,
    talk: (socket, fallSilent) => {
      open += 1;
      most = Math.max(most, open);
      socket.once("close", () => (open -= 1));
      wrong.talk?.(socket, fallSilent);
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "netra-load-"));
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, AUTHORITY.cert);
  return {
    ...edge,
    ca,
    openSockets: () => open,
    most: () => most,
    close: async () => {
      rmSync(folder, { recursive: true });
      await edge.close();
    },
  };
}
