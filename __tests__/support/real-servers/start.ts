import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { trial } from "../../fixture/trial";
import type { Identity } from "../misbehaving-certificates";
import { KEY, READINESS, TOKEN } from "../misbehaving-edge";

/** nginx, haproxy and uvicorn on this machine, each in a folder of its own and on free ports of loopback. */

/** Whether a program is there, and why not: a part of the name of what is skipped. */
export const SERVERS: Readonly<Record<"nginx" | "haproxy" | "uvicorn", string | undefined>> = {
  nginx: missing("nginx", ["-v"], "Debian's package nginx-light"),
  haproxy: missing("haproxy", ["-v"], "Debian's package haproxy"),
  uvicorn: missing(
    "python3",
    ["-c", "import uvicorn, starlette, websockets"],
    "pip install --target DIR uvicorn starlette websockets, and PYTHONPATH=DIR",
  ),
};

function missing(program: string, args: readonly string[], how: string): string | undefined {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0 ? undefined : `no ${program}; ${how}`;
}

/** Deadline for a server to listen. */
const START_SECONDS = 60;

/** A free port of loopback; nobody else takes it in the moment before it is used, as a rule. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A running server. */
export interface RealServer {
  readonly close: () => Promise<void>;
}

async function started(child: ChildProcess, address: string, port: number, clean: () => void): Promise<RealServer> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data: Buffer) => (said += data.toString()));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  for (let tries = 0; !(await isListening(address, port)); tries += 1) {
    if (child.exitCode !== null || tries > START_SECONDS * 10) throw new Error(`${child.spawnfile}: ${said}`);
    await delay(100);
  }
  return {
    close: async () => {
      child.kill("SIGKILL");
      await ended;
      clean();
    },
  };
}

const isListening = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });

/** Starts a front with a configuration. @param configure - is told the folder with its certificate */
export async function startFront(
  program: "nginx" | "haproxy",
  { cert, key }: Identity,
  configure: (folder: string) => string,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), `netra-${program}-`));
  const file = join(folder, "front.conf");
  for (const [name, text] of [
    ["cert.pem", cert],
    ["key.pem", key],
    ["both.pem", `${cert}\n${key}`],
    ["front.conf", configure(folder)],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  const args = program === "nginx" ? ["-p", folder, "-e", join(folder, "error.log"), "-c", file] : ["-f", file];
  // nginx's workers outlive a master that is killed: one process serves.
  const child = spawn(program, program === "nginx" ? [...args, "-g", "master_process off;"] : args);
  return started(child, address, port, () => rmSync(folder, { recursive: true, force: true }));
}

/** Starts the services of trial under uvicorn, with one fault. */
export async function startServices(port: number, fault = ""): Promise<RealServer> {
  const { path, keyHeader } = trial.e2e.tokenRoute;
  const child = spawn(
    "python3",
    [
      "-m",
      "uvicorn",
      "--app-dir",
      __dirname,
      "app:app",
      "--host",
      "127.0.0.1",
      "--port",
      `${port}`,
      "--log-level",
      "warning",
    ],
    {
      env: {
        ...process.env,
        ...{ FAULT: fault, KEY, TOKEN, TOKEN_PATH: path, KEY_HEADER: keyHeader, READINESS: JSON.stringify(READINESS) },
        PYTHONDONTWRITEBYTECODE: "1",
      },
    },
  );
  return started(child, "127.0.0.1", port, () => undefined);
}
