import type { IndexLayoutView } from "@retake/trpc/schemas";
import { formatCount, formatDuration, formatMoment } from "../../ui/figures.ts";
import { MAP_NAMES, shareWords } from "./index-words.ts";

const HEADS = [
  { name: "Map", hint: "" },
  { name: "Version", hint: "Raised each time it is laid out" },
  { name: "Episodes", hint: "On the map now" },
  { name: "Placed", hint: "Put among their neighbours since it was laid out" },
  { name: "Groups", hint: "" },
  {
    name: "Trust",
    hint: "How much of a point’s nearness on the map is true nearness (trustworthiness, k = 15)",
  },
  { name: "Shift", hint: "How far points moved when it was last laid out, in shares of the map’s width" },
  { name: "Took", hint: "" },
];

/** The maps, and figures of how well each came out. */
export function LayoutTable({ layouts }: { layouts: readonly IndexLayoutView[] }) {
  if (layouts.length === 0)
    return (
      <p className="text-sm text-ink-2">No map yet: it takes two episodes with motion, words or pictures.</p>
    );
  return (
    <>
      <table className="w-full text-sm max-sm:hidden">
        <thead className="text-left text-ink-2">
          <tr>
            {HEADS.map(({ name, hint }) => (
              <th key={name} title={hint} className="py-1 pr-3 font-medium not-first:text-right">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y border-y">
          {layouts.map((layout) => (
            <tr key={layout.kind}>
              <th
                scope="row"
                className="py-2 pr-3 text-left font-medium"
                title={formatMoment(layout.fittedAt)}
              >
                {MAP_NAMES[layout.kind]}
              </th>
              {figuresOf(layout).map(([name, value]) => (
                <td key={name} className="figures py-2 pr-3 text-right">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="flex flex-col divide-y border-y sm:hidden">
        {layouts.map((layout) => (
          <li key={layout.kind} className="py-2">
            <h3 className="text-sm font-medium">{MAP_NAMES[layout.kind]}</h3>
            <dl className="grid grid-cols-2 gap-x-4 text-sm">
              {figuresOf(layout).map(([name, value]) => (
                <div key={name} className="flex justify-between gap-2">
                  <dt className="text-ink-2">{name}</dt>
                  <dd className="figures">{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function figuresOf(layout: IndexLayoutView): [string, string][] {
  return [
    ["Version", String(layout.version)],
    ["Episodes", formatCount(layout.points)],
    ["Placed", formatCount(layout.placed)],
    ["Groups", formatCount(layout.clusters)],
    ["Trust", shareWords(layout.trustworthiness)],
    ["Shift", shareWords(layout.meanShift)],
    ["Took", layout.seconds === null ? "–" : formatDuration(layout.seconds)],
  ];
}
