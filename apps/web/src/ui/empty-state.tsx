import type { ReactNode } from "react";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** It is all of the page, so its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
  /** The one next thing to do. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, isPage = false, children, action }: EmptyStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 px-6 py-16 text-center">
      {icon === undefined ? null : <div className="text-ink-3 [&_svg]:size-6">{icon}</div>}
      <Title className="text-lg font-semibold">{title}</Title>
      {children === undefined ? null : <p className="max-w-96 text-sm text-ink-2">{children}</p>}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
