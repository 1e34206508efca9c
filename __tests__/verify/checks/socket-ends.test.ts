import { trial } from "../../fixture/trial";
import type { SocketEnd } from "../../../verify/checks/socket/conversation";
import { judgeTalk } from "../../../verify/checks/socket/judgement";
import { anonymousSocketChecks } from "../../../verify/checks/socket";
import { runChecks, type CheckEngine } from "../../../verify/engine/run";
import { SERVICE, TERMS } from "../../support/socket-talk";
import { withEdge } from "../../support/misbehaving-run";
import { testClock } from "../../support/test-clock";

/** When a socket ends without a close frame, its age says whose it is. */

const bare = (seconds: number): SocketEnd => ({ how: "closed", code: 1006, seconds });

const judged = (end: SocketEnd, earlierEnds: readonly number[] = []): string => {
  const attempt = judgeTalk({ end }, TERMS, { hasToken: true, service: SERVICE, earlierEnds });
  return attempt.verdict === "failed" ? `${attempt.symptom}: ${attempt.found}` : attempt.verdict;
};

test.each<[what: string, end: SocketEnd, earlier: readonly number[], symptom: string]>([
  ["with its 101: the application threw", bare(0.02), [], "crashed-after-accept: closed with 1006 after 0.0 s"],
  ["with its 101, again", bare(0.4), [0.02], "crashed-after-accept: closed with 1006 after 0.4 s"],
  ["later, once", bare(30), [], "closed-early: closed with 1006 after 30.0 s"],
  ["later, at another age", bare(30), [17], "closed-early: closed with 1006 after 30.0 s"],
  [
    "later, at the age of the one before",
    bare(30.04),
    [30.01],
    "idle-cut: closed with 1006 after 30.0 s, as the one before: a limit of that age",
  ],
  ["at an age that nobody limits", bare(3), [3], "closed-early: closed with 1006 after 3.0 s"],
  [
    "with a close frame, at one age: an instance that went away says so",
    { how: "closed", code: 1001, seconds: 30 },
    [30],
    "closed-early: closed with 1001 after 30.0 s",
  ],
])("%s", (_, end, earlier, symptom) => {
  expect(judged(end, earlier)).toBe(symptom);
});

test("a check remembers the age of its first attempt for its second", async () => {
  const clock = testClock();
  let sockets = 0;
  const talk = {
    talk: (socket: { terminate: () => void; once: (event: "ping", listener: () => void) => void }) => {
      sockets += 1;
      socket.once("ping", () => {
        // As long as a proxy waits for a frame that is no ping.
        clock.move(30_000);
        setImmediate(() => socket.terminate());
      });
    },
  };
  await withEdge(talk, async (edge) => {
    const [check] = anonymousSocketChecks(trial, edge.target, 75, clock);
    const engine: CheckEngine = { clock, random: () => 0, mask: { text: (text) => text }, parallel: 1 };
    const [outcome] = await runChecks([check!], engine);
    expect(outcome?.last).toMatchObject({ verdict: "failed", symptom: "idle-cut" });
    expect([outcome?.attempts, sockets]).toEqual([2, 2]);
  });
});
