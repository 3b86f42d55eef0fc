/** Retake's mark: back to the start, and play. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#1a5fd0" />
      <path d="M10 8v16l-4-8zM13 16l11-7v14z" fill="#fff" />
    </svg>
  );
}
