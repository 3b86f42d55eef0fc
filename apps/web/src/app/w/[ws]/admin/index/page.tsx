import type { Metadata } from "next";
import { IndexScreen } from "../../../../../features/indexing/index-screen.tsx";

export const metadata: Metadata = { title: "Search index" };

export default function IndexPage() {
  return <IndexScreen />;
}
