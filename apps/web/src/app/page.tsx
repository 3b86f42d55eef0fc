import { FirstWorkspace } from "../features/frame/first-workspace.tsx";

export default function RootPage() {
  return <FirstWorkspace />;
}
