import type { GithubReader, Reading } from "./api";
import { judgeBranch } from "./judge-branch";
import { judgeEnvironment } from "./judge-environment";
import { judgeKeys, judgeSharedSecrets } from "./judge-key";
import { judgeActions, judgeIdentity, judgeOwners } from "./judge-repository";
import { judgeSharedVariables } from "./judge-variables";
import { readBranchProtection } from "./live-branch";
import { readGithubEnvironments, readSecretNames, readVariables, type LiveEnvironment } from "./live-environments";
import { readActions, readOwnerErrors, readRepository, type LiveRepository } from "./live-repository";
import { untoldSetting, type Section, type Setting, type Standing } from "./setting";
import type { WantedState } from "./wanted";

/** How one repository stands. */
export interface RepositoryReport {
  /** `owner/name`. */
  readonly repository: string;
  readonly visibility: "private" | "public";
  /** As GitHub names it; null where the token may not see it. */
  readonly plan: string | null;
  readonly sections: readonly Section[];
}

/** How everything stands. */
export interface GithubReport {
  readonly formatVersion: 1;
  /** Unknown only where nothing differs: a difference is certain. */
  readonly verdict: Standing;
  readonly summary: { readonly asWanted: number; readonly differs: number; readonly unknown: number };
  readonly repositories: readonly RepositoryReport[];
}

const count = (settings: readonly Setting[], standing: Standing): number =>
  settings.filter((setting) => setting.standing === standing).length;

function environmentSections(
  wanted: WantedState,
  live: Reading<ReadonlyMap<string, LiveEnvironment>>,
  repository: LiveRepository,
): readonly Section[] {
  if (!live.ok && live.kind !== "plan") {
    const terms = {
      id: "environments",
      title: "GitHub environments",
      wanted: "their rules",
      why: "nobody knows who is asked",
    };
    return [{ title: "GitHub environments", settings: [untoldSetting(terms, live.reason)], commands: [] }];
  }
  const found: ReadonlyMap<string, LiveEnvironment> = live.ok ? live.value : new Map();
  return [
    ...wanted.environments.map((each) =>
      judgeEnvironment(wanted, each, found.get(each.name.toLowerCase()), repository),
    ),
    judgeKeys(wanted, found),
  ];
}

/**
 * Reads one repository's settings and compares them.
 *
 * @throws GithubApiError where nothing can be told
 */
export async function examineRepository(github: GithubReader, wanted: WantedState): Promise<RepositoryReport> {
  const { repository, branch } = wanted;
  const path = `/repos/${repository}/actions`;
  const live = await readRepository(github, repository);
  const names = wanted.environments.map(({ name }) => name);
  const nothing = { ok: true, value: [] } as const;
  return {
    repository,
    visibility: live.isPrivate ? "private" : "public",
    plan: live.plan ?? null,
    sections: [
      judgeIdentity(wanted, live),
      judgeBranch(wanted, await readBranchProtection(github, repository, branch), live),
      judgeOwners(wanted, await readOwnerErrors(github, repository, branch), live),
      ...environmentSections(wanted, await readGithubEnvironments(github, repository, names), live),
      judgeSharedSecrets(wanted, {
        repository: await readSecretNames(github, `${path}/secrets`),
        organization: live.isOrganization ? await readSecretNames(github, `${path}/organization-secrets`) : nothing,
      }),
      judgeSharedVariables(wanted, {
        repository: await readVariables(github, `${path}/variables`),
        organization: live.isOrganization ? await readVariables(github, `${path}/organization-variables`) : nothing,
      }),
      judgeActions(wanted, await readActions(github, repository, live)),
    ],
  };
}

/** Sums up what was compared. */
export function githubReportOf(repositories: readonly RepositoryReport[]): GithubReport {
  const settings = repositories.flatMap(({ sections }) => sections.flatMap((section) => section.settings));
  const summary = {
    asWanted: count(settings, "as wanted"),
    differs: count(settings, "differs"),
    unknown: count(settings, "unknown"),
  };
  const verdict = summary.differs > 0 ? "differs" : summary.unknown > 0 ? "unknown" : "as wanted";
  return { formatVersion: 1, verdict, summary, repositories };
}
