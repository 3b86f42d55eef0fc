"use client";
import type { PairAgreement } from "@retake/trpc/schemas";
import { ChevronDown, ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { cn } from "../../../ui/cn.ts";
import { formatCount } from "../../../ui/figures.ts";
import { Table, Td, Th } from "../../../ui/table.tsx";
import { raterName, type ClassLook } from "./two-lanes.tsx";

/** `0.812`, and a dash where there is nothing to say. */
export function ratioText(value: number | null): string {
  return value === null ? "–" : value.toFixed(3);
}

/** How each two agree, over all episodes that both labelled; opened, by class. */
export function PairTable({
  pairs,
  lookOf,
}: {
  pairs: readonly PairAgreement[];
  lookOf: (label: string) => ClassLook;
}) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Table>
      <thead>
        <tr>
          <Th>Pair</Th>
          <Th className="text-right">Episodes</Th>
          <Th className="text-right" title="Cohen's kappa of the label of each frame">
            Kappa
          </Th>
          <Th className="text-right" title="Share of frames with the same label">
            Same
          </Th>
          <Th className="text-right" title="Boundaries within the tolerance of each other">
            Boundary F1
          </Th>
          <Th className="text-right" title="Mean distance of boundaries that match">
            Offset
          </Th>
          <Th className="text-right" title="Segments of one class that overlap by half or more">
            Segment F1
          </Th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => {
          const key = `${pair.a?.userId ?? ""} ${pair.b?.userId ?? ""}`;
          const isOpen = open === key;
          const Icon = isOpen ? ChevronDown : ChevronRight;
          return (
            <Fragment key={key}>
              <tr className="hover:bg-hover">
                <Td>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    className="flex items-center gap-1.5 text-left font-medium [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
                    onClick={() => setOpen(isOpen ? null : key)}
                  >
                    <Icon aria-hidden />
                    {raterName(pair.a)} · {raterName(pair.b)}
                  </button>
                </Td>
                <Figure>{formatCount(pair.episodes)}</Figure>
                <Figure className={pair.kappa !== null && pair.kappa < 0.6 ? "text-attention" : "text-ink"}>
                  {ratioText(pair.kappa)}
                </Figure>
                <Figure>{ratioText(pair.accuracy)}</Figure>
                <Figure>{ratioText(pair.boundaryF1)}</Figure>
                <Figure>
                  {pair.boundaryOffsetS === null ? "–" : `${pair.boundaryOffsetS.toFixed(3)} s`}
                </Figure>
                <Figure>{ratioText(pair.segmentF1)}</Figure>
              </tr>
              {isOpen ? <ClassRows pair={pair} lookOf={lookOf} /> : null}
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}

function ClassRows({ pair, lookOf }: { pair: PairAgreement; lookOf: (label: string) => ClassLook }) {
  return (
    <>
      {pair.classes.map(({ label, kappa, iou, frames }) => {
        const { name, colour } = lookOf(label);
        return (
          <tr key={label} className="bg-panel">
            <Td className="pl-10">
              <span
                className="mr-2 inline-block size-2.5 rounded-[2px]"
                style={{ backgroundColor: colour }}
                aria-hidden
              />
              {name}
            </Td>
            <Figure>{null}</Figure>
            <Figure>{ratioText(kappa)}</Figure>
            <Figure className="whitespace-nowrap">IoU {ratioText(iou)}</Figure>
            <td colSpan={3} className="figures border-b px-3 text-right text-ink-2">
              {formatCount(frames[0])} and {formatCount(frames[1])} frames
            </td>
          </tr>
        );
      })}
    </>
  );
}

function Figure({ className, children }: { className?: string; children: React.ReactNode }) {
  return <Td className={cn("figures text-right text-ink-2", className)}>{children}</Td>;
}
