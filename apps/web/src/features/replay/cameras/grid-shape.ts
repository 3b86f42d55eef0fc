export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 8;
/** Share of the space the small pictures take beside a focused one. */
const SIDE_SHARE = 0.22;

/**
 * Places `aspects.length` pictures (width / height each) in a space so that the smallest is as large as can be. With `focus` that one
 * gets the space and the others line up small at its longer side, where they keep running.
 */
export function gridShape(
  aspects: readonly number[],
  width: number,
  height: number,
  focus: number | null,
): Box[] {
  if (focus !== null && aspects.length > 1) return focusShape(aspects, width, height, focus);
  let best: Box[] = [];
  let bestArea = -1;
  for (let columns = 1; columns <= aspects.length; columns++) {
    const boxes = columnsShape(aspects, columns, width, height);
    const area = smallestArea(boxes);
    if (area > bestArea) [best, bestArea] = [boxes, area];
  }
  return best;
}

/** The same in a given number of columns. */
export function columnsShape(
  aspects: readonly number[],
  columns: number,
  width: number,
  height: number,
): Box[] {
  return cells(aspects.length, columns, width, height).map((cell, i) => fit(cell, aspects[i] ?? 1));
}

/** Area of the smallest box, in square pixels. */
export function smallestArea(boxes: readonly Box[]): number {
  return Math.min(...boxes.map((box) => box.width * box.height));
}

function cells(count: number, columns: number, width: number, height: number): Box[] {
  const rows = Math.ceil(count / columns);
  const cellWidth = Math.max(1, (width - GAP * (columns - 1)) / columns);
  const cellHeight = Math.max(1, (height - GAP * (rows - 1)) / rows);
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const indent = ((columns - inRow) * (cellWidth + GAP)) / 2;
    return {
      left: indent + (i % columns) * (cellWidth + GAP),
      top: row * (cellHeight + GAP),
      width: cellWidth,
      height: cellHeight,
    };
  });
}

function focusShape(aspects: readonly number[], width: number, height: number, focus: number): Box[] {
  const beside = width > height * 1.2;
  const side = (beside ? width : height) * SIDE_SHARE;
  const main: Box = beside
    ? { left: 0, top: 0, width: width - side - GAP, height }
    : { left: 0, top: 0, width, height: height - side - GAP };
  const others = aspects.length - 1;
  const strip = cells(others, beside ? 1 : others, beside ? side : width, beside ? height : side);
  let next = 0;
  return aspects.map((aspect, i) => {
    if (i === focus) return fit(main, aspect);
    const cell = strip[next++] ?? main;
    const offset = beside ? { left: width - side, top: 0 } : { left: 0, top: height - side };
    return fit({ ...cell, left: cell.left + offset.left, top: cell.top + offset.top }, aspect);
  });
}

/** The largest box of `aspect` in the middle of `cell`. */
function fit(cell: Box, aspect: number): Box {
  const width = Math.min(cell.width, cell.height * aspect);
  const height = width / aspect;
  return {
    left: Math.round(cell.left + (cell.width - width) / 2),
    top: Math.round(cell.top + (cell.height - height) / 2),
    width: Math.floor(width),
    height: Math.floor(height),
  };
}
