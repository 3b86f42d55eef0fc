import type { Metadata } from "next";
import { Suspense } from "react";
import { AgreementPage } from "../../../../../features/review/agreement/agreement-page.tsx";

export const metadata: Metadata = { title: "Agreement" };

export default function Page() {
  return (
    <Suspense>
      <AgreementPage />
    </Suspense>
  );
}
