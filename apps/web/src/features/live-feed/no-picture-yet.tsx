/** Behind a live camera's canvas, until its first picture covers it. */
export function NoPictureYet() {
  return (
    <p className="absolute inset-0 flex items-center justify-center p-2 text-center text-xs text-ink-3">
      No picture yet
    </p>
  );
}
