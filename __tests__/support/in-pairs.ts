import { bulkhead } from "cockatiel";

/** Does things two at a time: each is a process with a clock, and more would slow each other down. */
export async function inPairs<T extends Readonly<Record<string, () => Promise<unknown>>>>(
  tasks: T,
): Promise<{ readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  const places = bulkhead(2, Object.keys(tasks).length);
  const done = await Promise.all(
    Object.entries(tasks).map(async ([name, task]) => [name, await places.execute(task)] as const),
  );
  return Object.fromEntries(done) as { readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };
}
