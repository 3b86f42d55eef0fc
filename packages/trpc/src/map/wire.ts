// A map on its way to the browser: `RTM1`, the length of a JSON header (uint32), the header, then columns without anything between them, each filled up to
// a multiple of four bytes. All numbers are little endian. Columns: x, y, those of `numbers` (float32 each), then for every category its `starts`
// (uint32, count + 1 of them; only with `many`) and `codes` (uint16), at last the session ids as UTF-8, a line each.
import {
  MAP_NUMBERS,
  type MapCategory,
  type MapCategoryName,
  type MapData,
  type MapNumberName,
} from "./map-data.ts";

const MAGIC = 0x314d_5452;

interface Header extends Pick<MapData, "kind" | "count" | "layout" | "clusters" | "createdFrom"> {
  numbers: MapNumberName[];
  categories: (Pick<MapCategory, "name" | "values"> & { many: boolean; codes: number })[];
  idBytes: number;
}

const padded = (bytes: number): number => (bytes + 3) & ~3;

export function encodeMap(map: MapData): Uint8Array {
  const ids = new TextEncoder().encode(map.sessionIds.join("\n"));
  const { kind, count, layout, clusters, createdFrom } = map;
  const header: Header = {
    kind,
    count,
    layout,
    clusters,
    createdFrom,
    numbers: [...MAP_NUMBERS],
    categories: map.categories.map(({ name, values, codes, starts }) => ({
      name,
      values,
      many: starts !== null,
      codes: codes.length,
    })),
    idBytes: ids.length,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const columns: ArrayBufferView[] = [map.x, map.y, ...MAP_NUMBERS.map((name) => map.numbers[name])];
  for (const { starts, codes } of map.categories) columns.push(...(starts === null ? [] : [starts]), codes);
  columns.push(ids);

  let at = 8 + padded(text.length);
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + padded(byteLength), at));
  new DataView(bytes.buffer).setUint32(0, MAGIC, true);
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  }
  return bytes;
}

/** Columns are views of `buffer`, nothing is copied but the ids. @throws Error when it is not a whole map */
export function decodeMap(buffer: ArrayBuffer): MapData {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("This is not a map.");
  const headerBytes = view.getUint32(4, true);
  const header = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, 8, Math.min(headerBytes, buffer.byteLength - 8))),
  ) as Header;
  const { kind, count, layout, clusters, createdFrom } = header;
  let at = 8 + padded(headerBytes);
  const take = (bytes: number): number => {
    const from = at;
    at += padded(bytes);
    return from;
  };
  const floats = (): Float32Array => new Float32Array(buffer, take(4 * count), count);
  const x = floats();
  const y = floats();
  const numbers = Object.fromEntries(header.numbers.map((name) => [name, floats()])) as MapData["numbers"];
  const categories = header.categories.map(({ name, values, many, codes }): MapCategory => {
    const starts = many ? new Uint32Array(buffer, take(4 * (count + 1)), count + 1) : null;
    return {
      name: name satisfies MapCategoryName,
      values,
      starts,
      codes: new Uint16Array(buffer, take(2 * codes), codes),
    };
  });
  const ids = new TextDecoder().decode(new Uint8Array(buffer, take(header.idBytes), header.idBytes));
  const sessionIds = count === 0 ? [] : ids.split("\n");
  if (sessionIds.length !== count) throw new Error("This map has not as many names as points.");
  return { kind, count, layout, clusters, createdFrom, sessionIds, x, y, numbers, categories };
}
