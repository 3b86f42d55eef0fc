import type { Metadata } from "next";
import { LivePage } from "../../../../features/live/live-page.tsx";

export const metadata: Metadata = { title: "Live" };

export default function Page() {
  return <LivePage />;
}
