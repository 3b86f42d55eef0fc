import type { Metadata } from "next";
import { Suspense } from "react";
import { QueuePage } from "../../../../features/review/queue-page.tsx";

export const metadata: Metadata = { title: "Review" };

export default function Page() {
  return (
    <Suspense>
      <QueuePage />
    </Suspense>
  );
}
