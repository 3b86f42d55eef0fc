"use client";
import type { RobotView } from "@retake/trpc/schemas";
import { formatCount, formatMoment, formatSince } from "../../ui/figures.ts";
import { Table, Td, Th } from "../../ui/table.tsx";

/** Every robot that has recorded here, by when it was last seen. @param now when the list was asked for, ms since 1970 */
export function RobotTable({ robots, now }: { robots: readonly RobotView[]; now: number }) {
  if (robots.length === 0) {
    return <p className="text-sm text-ink-2">None yet. A robot is listed here once it has recorded.</p>;
  }
  return (
    <Table>
      <thead>
        <tr>
          <Th className="pl-0">Robot</Th>
          <Th>Type</Th>
          <Th>Last seen</Th>
          <Th className="pr-0 text-right">Episodes</Th>
        </tr>
      </thead>
      <tbody>
        {robots.map((robot) => (
          <tr key={robot.id}>
            <Td className="w-full max-w-0 pl-0">
              <p className="truncate" title={robot.name}>
                {robot.name}
              </p>
            </Td>
            <Td className="whitespace-nowrap text-ink-2">{robot.robotType ?? "–"}</Td>
            <Td className="text-xs whitespace-nowrap text-ink-3" title={formatMoment(robot.lastSeenAt)}>
              {robot.isConnected ? "records now" : formatSince(robot.lastSeenAt, now)}
            </Td>
            <Td className="figures pr-0 text-right">{formatCount(robot.episodes)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
