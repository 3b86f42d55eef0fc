"use client";
import { useQuery } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";

const SIMULATED = "npm run mock-robot";

const pythonLines = (address: string): string => `import retake_client as retake
with retake.Episode("${address}", TOKEN, task="pick the cube") as episode:
    episode.send("/joint_states", [0.1, 0.2, 0.3])`;

/** Unless it was changed, which the server says. */
const INGEST_PORT = 8000;

/** Where robots connect: another port of the same machine. */
function useIngestAddress(workspace: string): string {
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.live.list.queryOptions({ workspace }), staleTime: Infinity });
  const [origin] = useState(() => `${location.protocol === "https:" ? "wss" : "ws"}://${location.hostname}`);
  return `${origin}:${list.data?.ingestPort ?? INGEST_PORT}`;
}

/** How to get a first recording: a simulated robot by one line, an own one by three. */
export function HowToStart() {
  const { workspace } = useWorkspace();
  const { administer } = useCan();
  const address = useIngestAddress(workspace.slug);
  return (
    <div className="flex w-full max-w-2xl flex-col gap-5 text-left">
      <Step title="Without a robot: let a simulated one record">
        <Lines text={SIMULATED} />
        <p className="text-xs text-ink-3">
          On this server, in the folder of Retake. It finds the token by itself.
        </p>
      </Step>
      <Step title="From your robot, in Python">
        <Lines text={pythonLines(address)} />
        <ul className="flex list-disc flex-col gap-0.5 pl-4 text-xs text-ink-3">
          <li>
            <code className="font-mono">clients/python/retake_client.py</code> is one file without
            dependencies: copy it to the robot.
          </li>
          <li>
            The token is <code className="font-mono">robotToken</code> in the data folder’s{" "}
            <code className="font-mono">credentials.json</code>.
          </li>
          <li>
            What was sent is kept on the robot’s disk until the server has it safe: a cut line or a restart
            loses nothing.
          </li>
          <li>
            LeRobot, ROS and other languages: <code className="font-mono">docs/robots.md</code>.
          </li>
          {administer ? (
            <li>
              No code on the robot:{" "}
              <Link href={`/w/${workspace.slug}/admin/robots`} className="underline underline-offset-2">
                record a Foxglove server
              </Link>{" "}
              of LeRobot or ROS.
            </li>
          ) : null}
        </ul>
      </Step>
    </div>
  );
}

function Step({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{title}</h3>
      {children}
    </section>
  );
}

function Lines({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div className="flex items-start rounded border bg-panel">
      <pre
        // It scrolls sideways on a phone, which keys must be able to do too.
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto p-3 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      <Tooltip label={isCopied ? "Copied" : "Copy"} side="left">
        <Button
          variant="quiet"
          size="iconSm"
          aria-label={`Copy: ${text.split("\n")[0] ?? text}`}
          onClick={() => void copy()}
          className="m-1.5 pointer-coarse:m-0.5"
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        </Button>
      </Tooltip>
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </div>
  );
}
