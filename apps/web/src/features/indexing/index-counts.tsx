import type { IndexStatus } from "@retake/trpc/schemas";
import { formatCount } from "../../ui/figures.ts";

/** Episodes by how far they are. */
export function IndexCounts({ counts }: { counts: IndexStatus["counts"] }) {
  const { episodes, indexed, waiting, failed } = counts;
  const figures = [
    { name: "episodes", value: episodes },
    { name: "indexed", value: indexed },
    { name: "waiting", value: waiting },
    { name: "not whole", value: failed, isFault: failed > 0 },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
      {figures.map(({ name, value, isFault }) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-sm text-ink-2">{name}</dt>
          <dd className={isFault === true ? "figures text-lg text-failure" : "figures text-lg"}>
            {formatCount(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
