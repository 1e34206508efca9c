import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { REGISTRY } from "../../../environments/registry";
import { githubReader } from "../../../verify/github/api";
import { examineRepository, githubReportOf, type GithubReport } from "../../../verify/github/report";
import type { Section, Setting } from "../../../verify/github/setting";
import { testClock } from "../../support/test-clock";
import { wantedStates, type WantedEnvironment, type WantedVariable } from "../../../verify/github/wanted";

/** A stand-in for GitHub's API on this machine. It begins with a repository that is set as it has to be. */

export const TOKEN = "ghp_canary0123456789canary";
export const [WANTED] = wantedStates(REGISTRY) as readonly [ReturnType<typeof wantedStates>[number]];
export const REPOSITORY = `/repos/${WANTED.repository}`;
const [OWNER] = WANTED.repository.split("/") as [string];

/** What stands at a path. */
export interface Said {
  readonly status?: number;
  readonly body?: unknown;
  /** In place of JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const valueOf = ({ value }: WantedVariable): string => value.replace("PROJECT_NUMBER", "123456789012");
const variables = (wanted: readonly WantedVariable[]): Said => ({
  body: { variables: wanted.map((variable) => ({ name: variable.name, value: valueOf(variable) })) },
});
const secrets = (...names: readonly string[]): Said => ({ body: { secrets: names.map((name) => ({ name })) } });

/** An environment as GitHub lists it. */
const environment = ({ name, asksReviewer }: WantedEnvironment, id: number): Record<string, unknown> => ({
  ...{ id, name, can_admins_bypass: !asksReviewer },
  protection_rules: [
    { type: "branch_policy" },
    ...(asksReviewer
      ? [
          {
            ...{ type: "required_reviewers", prevent_self_review: true },
            reviewers: [{ type: "Team", reviewer: { id: 7, slug: "approvers" } }],
          },
        ]
      : []),
  ],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
});

export const pathOf = ({ name }: WantedEnvironment): string => `${REPOSITORY}/environments/${name}`;

/** The list of environments with some members of one changed. */
export const changedEnvironment = (name: string, change: object): Said => ({
  body: {
    environments: WANTED.environments.map((wanted, id) => ({
      ...environment(wanted, id),
      ...(wanted.name === name && change),
    })),
  },
});

interface BranchRule {
  readonly type: string;
  readonly ruleset_id: number;
  readonly parameters?: object;
}

/** The rules of one ruleset. */
export const RULES: readonly BranchRule[] = [
  { type: "deletion", ruleset_id: 5 },
  { type: "non_fast_forward", ruleset_id: 5 },
  {
    ...{ type: "pull_request", ruleset_id: 5 },
    parameters: {
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
    },
  },
  {
    ...{ type: "required_status_checks", ruleset_id: 5 },
    parameters: { required_status_checks: [{ context: "merge-gate", integration_id: 15368 }] },
  },
];

/** A repository that is set as it has to be, by path without the query. */
export const goodAnswers = (): Record<string, Said> => ({
  [REPOSITORY]: {
    body: {
      ...{ id: 0, private: true, default_branch: "main" },
      owner: { id: 0, login: OWNER, type: "Organization" },
    },
  },
  [`/orgs/${OWNER}`]: { body: { login: OWNER, plan: { name: "enterprise" } } },
  [`${REPOSITORY}/branches/main/protection`]: { status: 404, body: { message: "Branch not protected" } },
  [`${REPOSITORY}/rules/branches/main`]: { body: RULES },
  [`${REPOSITORY}/rulesets/5`]: {
    body: { name: "what deploys", bypass_actors: [{ actor_id: 5, bypass_mode: "pull_request" }] },
  },
  [`${REPOSITORY}/codeowners/errors`]: { body: { errors: [] } },
  [`${REPOSITORY}/environments`]: { body: { environments: WANTED.environments.map(environment) } },
  ...Object.fromEntries(
    WANTED.environments.flatMap((wanted): readonly (readonly [string, Said])[] => [
      [
        `${pathOf(wanted)}/deployment-branch-policies`,
        { body: { branch_policies: wanted.refs.map((name, id) => ({ id, name, type: "branch" })) } },
      ],
      [`${pathOf(wanted)}/secrets`, secrets("NETRA_REVIEW_KEY")],
      [`${pathOf(wanted)}/variables`, variables(wanted.variables)],
    ]),
  ),
  [`${REPOSITORY}/actions/secrets`]: secrets("TEST_INFRASTRUCTURE_WEBHOOK"),
  [`${REPOSITORY}/actions/organization-secrets`]: secrets(),
  [`${REPOSITORY}/actions/variables`]: variables(WANTED.variables),
  [`${REPOSITORY}/actions/organization-variables`]: variables([]),
  [`${REPOSITORY}/actions/permissions`]: {
    body: { enabled: true, allowed_actions: "all", sha_pinning_required: true },
  },
  [`${REPOSITORY}/actions/permissions/workflow`]: {
    body: { default_workflow_permissions: "read", can_approve_pull_request_reviews: false },
  },
  [`${REPOSITORY}/actions/permissions/fork-pr-workflows-private-repos`]: {
    body: { run_workflows_from_fork_pull_requests: false },
  },
});

const NOT_FOUND: Said = { status: 404, body: { message: "Not Found" } };

/** An answer as it goes over the network. */
interface Written {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The stand-in while it runs. */
export interface Github {
  readonly url: () => string;
  /** Answers that a test exchanges; a path that is none of them is not found. */
  readonly set: (path: string, said: Said) => void;
  /** Answers everything with this, once or for good. */
  readonly everything: (said: Said | undefined) => void;
  readonly requests: () => readonly Pick<IncomingMessage, "method" | "url" | "headers">[];
  /** What is made of it; asked once for all that a test looks at. */
  readonly report: () => Promise<GithubReport>;
  readonly sections: () => Promise<readonly Section[]>;
  /** What was found of the settings that stand so, by their ids. */
  readonly settings: (standing: Setting["standing"]) => Promise<Readonly<Record<string, string>>>;
  readonly commandsOf: (title: string) => Promise<string>;
}

/** A stand-in for a test file, as it has to be before each test. */
export function useGithub(): Github {
  let server: Server | undefined;
  let answers: Record<string, Said> = {};
  let all: Said | undefined;
  let examined: Promise<GithubReport> | undefined;
  const requests: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];
  const saidAt = (url: string): Written => {
    const said = all ?? answers[url] ?? answers[url.split("?")[0] ?? ""] ?? NOT_FOUND;
    const { status = 200, body = {}, text = JSON.stringify(body), headers } = said;
    return { status, text, headers: { "content-type": "application/json", ...headers } };
  };
  beforeAll(async () => {
    server = createServer(({ method, url = "", headers }, response) => {
      requests.push({ method, url, headers });
      const said = saidAt(url);
      response.writeHead(said.status, said.headers);
      response.end(said.text);
    });
    await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  });
  beforeEach(() => {
    answers = goodAnswers();
    all = undefined;
    examined = undefined;
    requests.length = 0;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((done) => server?.close(done));
  });
  const url = (): string => `http://127.0.0.1:${(server!.address() as AddressInfo).port}`;
  // Without a connection: HTTP takes several times as long as an answer, and the command is run over it.
  const answerHere: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(input);
    requests.push({ method: init?.method, url: `${pathname}${search}`, headers: {} });
    const { text, ...more } = saidAt(`${pathname}${search}`);
    return Promise.resolve(new Response(text, more));
  };
  const examine = async (): Promise<GithubReport> => {
    const network = jest.spyOn(globalThis, "fetch").mockImplementation(answerHere);
    try {
      const reader = githubReader({ GH_TOKEN: TOKEN, GITHUB_API_URL: url() }, testClock());
      return githubReportOf([await examineRepository(reader, WANTED)]);
    } finally {
      network.mockRestore();
    }
  };
  const report = (): Promise<GithubReport> => (examined ??= examine());
  const sections = async (): Promise<readonly Section[]> => (await report()).repositories[0]!.sections;
  return {
    url,
    set: (path, said) => {
      answers[path] = said;
      examined = undefined;
    },
    everything: (said) => {
      all = said;
      examined = undefined;
    },
    requests: () => requests,
    report,
    sections,
    settings: async (standing) =>
      Object.fromEntries(
        (await sections())
          .flatMap((section) => section.settings)
          .filter((setting) => setting.standing === standing)
          .map(({ id, found }) => [id, found]),
      ),
    commandsOf: async (title) => (await sections()).find((section) => section.title === title)!.commands.join("\n"),
  };
}
