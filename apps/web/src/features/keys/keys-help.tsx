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
      <div tabIndex={0} className="gap-x-8 outline-none sm:columns-2">
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
                  <span className="flex shrink-0 items-center gap-2">
                    <BindingKeys keys={binding.keys} />
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

/** More keys than these are a row of neighbours, such as the digits: their ends say enough. */
const KEYS_SHOWN_MAX = 3;

function BindingKeys({ keys }: { keys: readonly string[] }) {
  const [first, last] = [keys[0], keys.at(-1)];
  if (keys.length <= KEYS_SHOWN_MAX || first === undefined || last === undefined) {
    return keys.map((one) => <Kbd key={one} keys={one} />);
  }
  return (
    <>
      <Kbd keys={first} />
      <span className="text-ink-3">to</span>
      <Kbd keys={last} />
    </>
  );
}
