import type { Metadata } from "next";
import { Invitation } from "../../../features/account/invitation.tsx";

// The secret is in the address: it must not leave with a Referer header.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitationPage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  return <Invitation secret={decodeURIComponent(secret)} />;
}
