"use client";
import { Suspense } from "react";
import { SearchBox } from "./search-box.tsx";
import { UserMenu } from "./user-menu.tsx";

export function TopBar() {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b px-3">
      <Suspense fallback={<div className="flex-1" />}>
        <SearchBox />
      </Suspense>
      <div className="ml-auto">
        <UserMenu />
      </div>
    </header>
  );
}
