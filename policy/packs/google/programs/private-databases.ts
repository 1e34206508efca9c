import type { Estate } from "../../../core/estate";
import { referencedBy } from "../../../core/relations/targets";
import { valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { SQL_INSTANCE } from "../stores/cloud-sql-instance";
import { hasNetwork } from "./internal-services";
import { programVariables, programs } from "./programs";

/** Whether only networks that somebody joined to it reach an instance. */
const isPrivate = (instance: Resource): boolean =>
  valueAt(instance, "settings[0].ip_configuration[0].ipv4_enabled") === false;

/** The private instance that a program's variables lead to; undefined where they lead to none, or to one that others reach. */
function privateInstanceOf(estate: Estate, program: Resource): Resource | undefined {
  if (program.references.size === 0) return undefined;
  const named = programVariables(program).flatMap(({ references }) =>
    references.flatMap((from) => referencedBy(estate, program, from, [SQL_INSTANCE])),
  );
  return named.length > 0 && named.every(isPrivate) ? named[0] : undefined;
}

/** Whether a program reaches the database that it is told. */
export const privateDatabase: Rule = {
  id: "program-without-database-way",
  kind: "down",
  severity: "high",
  onlyAbroad: true,
  title: "A program that is told a private database goes through its network",
  why: "The instance has no public address, so that sockets and connectors need the network too: every connection times out, and most programs do not start.",
  fix: "give the program vpc_access or a connector into the network of the instance",
  source: "https://cloud.google.com/sql/docs/postgres/connect-run#private-ip",
  yieldsTo: ["run-vpc-access"],
  check: (estate) =>
    programs(estate)
      .filter((program) => !hasNetwork(program))
      .flatMap((program) => {
        const instance = privateInstanceOf(estate, program);
        return instance
          ? [violation(program, `a variable leads to ${instance.address}, which is private; VPC access needed`)]
          : [];
      }),
};
