"use client";
import { Dialog } from "../../ui/dialog.tsx";
import { Kbd } from "../../ui/kbd.tsx";
import type { KeyGroup } from "./keys-provider.tsx";

/** Every key that works on this screen, by group. */
export function KeysHelp({ groups, onClose }: { groups: KeyGroup[] | null; onClose: () => void }) {
  return (
    <Dialog
      open={groups !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Keys"
      className="max-w-2xl"
    >
      <div className="gap-x-8 sm:columns-2">
        {(groups ?? []).map((group) => (
          <section key={group.title} className="mb-5">
            <h3 className="mb-1 break-after-avoid text-xs font-medium text-ink-3">{group.title}</h3>
            <ul>
              {group.bindings.map((binding) => (
                <li
                  key={binding.does}
                  className="flex break-inside-avoid min-h-8 items-center justify-between gap-4"
                >
                  <span>{binding.does}</span>
                  <span className="flex gap-2">
                    {binding.keys.map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
