/**
 * Reads a quantity of memory, `512Mi` or `4G`
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 *
 * @returns MiB; undefined where the text is no such quantity
 */
export function mebibytes(quantity: string | undefined): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(Mi|Gi|M|G)$/.exec(quantity ?? "") ?? [];
  if (amount === undefined) return undefined;
  const factor = { Mi: 1, Gi: 1024, M: 1e6 / 2 ** 20, G: 1e9 / 2 ** 20 }[unit as "Mi" | "Gi" | "M" | "G"];
  return Number(amount) * factor;
}

/**
 * Reads a quantity of CPU, `2` or `2000m`
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 *
 * @returns vCPUs; undefined where the text is no such quantity
 */
export function vcpus(quantity: string | undefined): number | undefined {
  const [, amount, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity ?? "") ?? [];
  return amount === undefined ? undefined : Number(amount) / (milli ? 1000 : 1);
}
