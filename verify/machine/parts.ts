import type { PrerequisiteId } from "./facts";

/** Commands that need the same. */
export interface Part {
  /** What they do, for people. */
  readonly title: string;
  /** As they are typed. */
  readonly commands: readonly string[];
  readonly needs: readonly PrerequisiteId[];
}

/** Everything that this product does, by what it needs of a machine. */
export const PARTS: readonly Part[] = [
  {
    title: "what is declared, its policy, reviews and drift of plans that are given",
    commands: [
      ...["start", "check", "synth", "environments", "explain", "graph", "settings", "docs"].map(
        (name) => `./netra ${name}`,
      ),
      ...["review --plan", "drift --plan", "adopt --live", "sandbox", "doctor"].map((name) => `./netra ${name}`),
    ],
    needs: ["node", "packages"],
  },
  {
    title: "what a commit changes, and the check before every commit",
    commands: ["./netra review --base", "./netra hooks"],
    needs: ["node", "packages", "git"],
  },
  {
    title: "tests, types, lint and format",
    commands: ["npm test", "npm run typecheck", "npm run lint", "npm run format:check", "./netra bench"],
    needs: ["node", "packages", "developer-packages", "git"],
  },
  {
    title: "a deploy into a sandbox on this machine",
    commands: ["npm start", "npm run test:e2e"],
    needs: ["node", "packages", "terraform", "providers"],
  },
  {
    title: "plans, deploys and drift of an environment at Google",
    commands: ["review --environment", "deploy", "drift --environment", "destroy"].map((name) => `./netra ${name}`),
    needs: ["node", "packages", "terraform", "providers", "credentials"],
  },
  {
    title: "questions to an environment at Google",
    commands: ["verify", "serving", "rollback", "snooze", "e2e", "load", "drift-checked"].map(
      (name) => `./netra ${name}`,
    ),
    needs: ["node", "packages", "credentials"],
  },
  {
    title: "cdktf's own synthesis",
    commands: ["npx cdktf synth"],
    needs: ["node", "packages", "developer-packages", "cdktf"],
  },
  {
    title: "cdktf's own plans and deploys, at Google",
    commands: ["npx cdktf diff", "npx cdktf deploy", "npx cdktf destroy"],
    needs: ["node", "packages", "developer-packages", "cdktf", "terraform", "providers", "credentials"],
  },
];
