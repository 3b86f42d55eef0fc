"use client";
import { Star } from "lucide-react";
import { changeField } from "../session/edit.ts";
import { useLabels, useStore } from "../session/labels-context.tsx";

const STARS = [1, 2, 3, 4, 5];

/** One to five stars; the one that is set takes the rating back. */
export function Rating() {
  const session = useLabels();
  const { rating } = useStore(session.parts.fields);
  if (!session.canEdit) return <span className="figures">{rating === null ? "–" : `${rating} of 5`}</span>;
  return (
    <div role="radiogroup" aria-label="Rating" className="flex" title="+ and - on the keyboard">
      {STARS.map((stars) => (
        <button
          key={stars}
          type="button"
          role="radio"
          aria-checked={rating === stars}
          aria-label={`${stars} of 5`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => changeField(session, "rating", rating === stars ? null : stars)}
          className="flex size-6 items-center justify-center max-md:size-10"
        >
          <Star
            aria-hidden
            className={stars <= (rating ?? 0) ? "size-4 text-attention" : "size-4 text-ink-3"}
            fill={stars <= (rating ?? 0) ? "currentColor" : "none"}
          />
        </button>
      ))}
    </div>
  );
}
