import type { Metadata } from "next";
import { SchemaScreen } from "../../../../../features/labels/admin/schema-screen.tsx";

export const metadata: Metadata = { title: "Labels" };

export default function LabelsPage() {
  return <SchemaScreen />;
}
