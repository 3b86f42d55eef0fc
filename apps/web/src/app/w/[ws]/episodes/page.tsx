import type { Metadata } from "next";

export const metadata: Metadata = { title: "Episodes" };

export default function EpisodesPage() {
  return null;
}
