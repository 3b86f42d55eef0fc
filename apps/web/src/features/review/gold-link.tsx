"use client";
import { Medal } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { useCan } from "../frame/workspace-context.tsx";
import { useKeys } from "../keys/keys-provider.tsx";

const LAYER = "layer";
const GOLD = "gold";

/** Opens the reference of this episode, which blind work is measured against, and leads back to the team's labels. For those who keep it. */
export function GoldLink() {
  const { administer: mayKeep } = useCan();
  const params = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const isGold = params.get(LAYER) === GOLD;
  const other = new URLSearchParams(params);
  if (isGold) other.delete(LAYER);
  else other.set(LAYER, GOLD);
  const query = other.toString();
  const href = query === "" ? pathname : `${pathname}?${query}`;
  const does = isGold ? "Back to the team's labels" : "Open the gold layer";
  useKeys("Review", [{ keys: ["shift+g"], does, run: () => router.push(href), disabled: !mayKeep }]);
  if (!mayKeep) return null;
  return (
    <Tooltip label={does} keys="shift+g">
      <Button
        asChild
        variant="quiet"
        size={isGold ? "sm" : "iconSm"}
        className={cn(isGold && "bg-attention-fill/15 text-attention")}
      >
        <Link href={href} prefetch={false} aria-label={does} data-gold={isGold}>
          <Medal aria-hidden />
          {isGold ? "Gold" : null}
        </Link>
      </Button>
    </Tooltip>
  );
}
