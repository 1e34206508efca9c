import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { CouldNotTell } from "./command";
import { askAtInterruption } from "./interruption";

/** Milliseconds that a program may take to end after it was asked to. A shell ignores the question. */
const GRACE = 10_000;

const isOnTerminal = (): boolean => [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);

/**
 * Runs somebody's program on this terminal, to its end.
 *
 * @returns its exit code, as a shell would tell it: 128 and the signal's number where one has ended it
 * @throws CouldNotTell where it cannot be started
 */
export function executeProgram([program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((done, fail) => {
    let [child, killing]: [ChildProcess?, NodeJS.Timeout?] = [];
    // First, so that no signal comes between.
    const release = askAtInterruption({
      notice: "",
      isInCharge: true,
      ask: (signal) => {
        // A terminal's Ctrl-C has reached the program already, and twice means something else to many.
        if (signal === "SIGINT" && isOnTerminal()) return;
        child?.kill(signal);
        if (signal === "SIGTERM") killing ??= setTimeout(() => child?.kill("SIGKILL"), GRACE);
      },
    });
    const end = (): void => {
      clearTimeout(killing);
      release();
    };
    child = spawn(program, args, { stdio: "inherit", env });
    child.once("error", ({ message }) => {
      end();
      fail(new CouldNotTell(`${program}: ${message}`));
    });
    child.once("close", (code, signal) => {
      end();
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
