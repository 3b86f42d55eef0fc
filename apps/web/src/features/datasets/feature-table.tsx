import type { DatasetDetail } from "@retake/trpc/schemas";
import { Table, Td, Th } from "../../ui/table.tsx";

type Feature = DatasetDetail["features"][number];

const NAMES_SHOWN = 24;

/** Everything a frame of this dataset holds, as its metadata states it. */
export function FeatureTable({ features }: { features: readonly Feature[] }) {
  return (
    <Table aria-label="Features">
      <thead>
        <tr>
          <Th className="pl-0">Feature</Th>
          <Th>Type</Th>
          <Th>Shape</Th>
          <Th className="pr-0 max-sm:hidden">Names and units</Th>
        </tr>
      </thead>
      <tbody>
        {features.map((feature) => (
          <tr key={feature.name} className="align-top">
            <Td className="pl-0 align-top break-all">{feature.name}</Td>
            <Td className="align-top text-ink-2">{feature.dtype}</Td>
            <Td className="figures align-top whitespace-nowrap text-ink-2">{feature.shape.join(" × ")}</Td>
            <Td className="pr-0 align-top text-ink-2 max-sm:hidden">{namesWithUnits(feature)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function namesWithUnits(feature: Feature): string {
  const words = feature.names.map((name, i) => {
    const unit = feature.units[i];
    return unit === undefined || unit === "" ? name : `${name} (${unit})`;
  });
  const rest = words.length - NAMES_SHOWN;
  return words.slice(0, NAMES_SHOWN).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
