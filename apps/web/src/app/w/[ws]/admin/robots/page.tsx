import type { Metadata } from "next";
import { SourcesScreen } from "../../../../../features/sources/sources-screen.tsx";

export const metadata: Metadata = { title: "Robots" };

export default function RobotsPage() {
  return <SourcesScreen />;
}
