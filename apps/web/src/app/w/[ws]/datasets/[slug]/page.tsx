import type { Metadata } from "next";
import { DatasetPage } from "../../../../../features/datasets/dataset-page.tsx";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).slug) };
}

export default async function Page({ params }: Props) {
  return <DatasetPage slug={decodeURIComponent((await params).slug)} />;
}
